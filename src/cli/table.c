/* Tables: text in columns for a terminal, in which a Chinese or Japanese character is two columns wide. */
#include "cli/cli.h"

int af_text_width(const char *text) {
    int width = 0;
    for (; *text; text += g_utf8_skip[(guchar)*text]) {
        gunichar c = g_utf8_get_char(text);
        width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

char *af_text_shorten(const char *text, int width) {
    if (af_text_width(text) <= width) return g_strdup(text);
    const char *end = text;
    for (int used = 1; *end; end = g_utf8_next_char(end)) { /* 1: the ellipsis */
        gunichar c = g_utf8_get_char(end);
        used += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
        if (used > width) break;
    }
    g_autofree char *start = g_strndup(text, (gsize)(end - text));
    return g_strconcat(g_strchomp(start), "…", NULL);
}

static void print_row(char **row, const int *widths, guint columns, guint right) {
    GString *line = g_string_new(NULL);
    for (guint c = 0; c < columns; c++) {
        const char *cell = row[c];
        int space = widths[c] - af_text_width(cell);
        if (c) g_string_append(line, "  ");
        g_string_append_printf(line, "%*s%s%*s", c < right ? 0 : space, "", cell, c < right ? space : 0, "");
    }
    puts(g_strchomp(line->str)); /* no spaces at the end */
    g_string_free(line, TRUE);
}

void af_table_print(const GPtrArray *rows, guint columns, guint right) {
    g_autofree int *widths = g_new0(int, columns);
    for (guint r = 0; r < rows->len; r++) {
        char **row = g_ptr_array_index(rows, r);
        for (guint c = 0; c < columns; c++) widths[c] = MAX(widths[c], af_text_width(row[c]));
    }
    for (guint r = 0; r < rows->len; r++) print_row(g_ptr_array_index(rows, r), widths, columns, right);
}

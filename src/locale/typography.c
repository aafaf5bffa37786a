/* Typography: the quotation marks of a language, and the spaces and apostrophes that it wants and nobody types. */
#include "locale/internal.h"

#include <string.h>
#include <unicode/ulocdata.h>

#define NBSP "\u00A0"
#define NNBSP "\u202F"

/* ------------------------------------------------------------------------------------------------------------ quotes
 */

static void load_quotes(AfLocale *locale) {
    static const ULocaleDataDelimiterType types[] = {ULOCDATA_QUOTATION_START, ULOCDATA_QUOTATION_END,
                                                     ULOCDATA_ALT_QUOTATION_START, ULOCDATA_ALT_QUOTATION_END};
    static const char *const fallback[] = {"“", "”", "‘", "’"};
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(locale->id, &status);
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        UChar mark[8];
        UErrorCode got = U_ZERO_ERROR;
        int32_t length = data ? ulocdata_getDelimiter(data, types[i], mark, G_N_ELEMENTS(mark), &got) : 0;
        g_autofree char *quote = U_SUCCESS(got) && length > 0 ? af_utf8(mark, length) : g_strdup(fallback[i]);
        gboolean spaced = locale->french && (strcmp(quote, "«") == 0 || strcmp(quote, "»") == 0);
        locale->quotes[i] =
            g_strconcat(spaced && i % 2 == 1 ? NNBSP : "", quote, spaced && i % 2 == 0 ? NNBSP : "", NULL);
    }
    ulocdata_close(data);
}

static const char *quote_at(AfLocale *locale, int index) {
    if (!locale->quotes[0]) load_quotes(locale);
    return locale->quotes[index];
}

const char *af_quote_open(AfLocale *locale, int level) {
    return quote_at(locale, level % 2 == 0 ? 0 : 2);
}

const char *af_quote_close(AfLocale *locale, int level) {
    return quote_at(locale, level % 2 == 0 ? 1 : 3);
}

/* ------------------------------------------------------------------------------------------------------------ spaces
 */

typedef struct {
    const AfLocale *locale;
    const char *text;
    const char *p;
    GString *out;
    gboolean apostrophes;
} Setting;

static gboolean is_plain_space(gunichar c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gboolean is_space(gunichar c) {
    return is_plain_space(c) || c == 0xA0 || c == 0x202F;
}

static gboolean is_guillemet(gunichar c) {
    return c == 0xAB || c == 0xBB;
}

static gunichar char_before(const Setting *setting, const char *p) {
    return p > setting->text ? g_utf8_get_char(g_utf8_prev_char(p)) : 0;
}

/* Whether high punctuation stands here as punctuation, and not at the head of a token such as ":root", "!important",
 * "::". */
static gboolean is_high_mark(const char *p) {
    if (*p == ':' || *p == ';') {
        gunichar next = g_utf8_get_char(p + 1);
        return next == 0 || is_space(next) || next == 0xBB;
    }
    if (*p != '!' && *p != '?') return FALSE;
    p += strspn(p, "!?");
    gunichar next = g_utf8_get_char(p);
    return next == 0 || is_space(next) || next == 0xBB || next == 0x201D || next == 0x2019 || next == 0x2026 ||
           (next < 0x80 && strchr(")]\".,", (int)next));
}

/* Symbols, not words: "3 accounts" may part at a line end. Case matters. */
static const char *const units[] = {
    "%",   "‰",   "°",    "°C",   "°F", "B",   "kB",   "KB",    "MB",   "GB",   "TB",   "PB",   "KiB", "MiB", "GiB",
    "TiB", "ko",  "Ko",   "Mo",   "Go", "To",  "bit",  "kbit",  "Mbit", "Gbit", "Mbps", "Gbps", "Hz",  "kHz", "MHz",
    "GHz", "ns",  "µs",   "ms",   "s",  "min", "h",    "mm",    "cm",   "m",    "km",   "mg",   "g",   "kg",  "W",
    "kW",  "MW",  "kWh",  "MWh",  "px", "pt",  "dpi",  "€",     "$",    "£",    "¥",    "EUR",  "USD", "GBP", "CHF",
    "JPY", "CNY", "Mio.", "Mrd.", "M€", "k€",  "vCPU", "vCPUs", "Std.", "Sek.", "Min.",
};

static gboolean is_unit(const char *p) {
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!g_str_has_prefix(p, units[i])) continue;
        gunichar next = g_utf8_get_char(p + strlen(units[i]));
        if (!g_unichar_isalnum(next) && next != '_') return TRUE;
    }
    return FALSE;
}

/* Whether the token that ends before p is a number and nothing else ("3", "1.500,25", ">99,9", "(40"). */
static gboolean number_ends_at(const Setting *setting, const char *p) {
    if (p == setting->text || !g_ascii_isdigit(p[-1])) return FALSE;
    while (p > setting->text) {
        p = g_utf8_prev_char(p);
        gunichar c = g_utf8_get_char(p);
        if (is_space(c) || c == 0xAB) return TRUE;
        if ((c == '\'' || c == 0x2019) && g_unichar_isalpha(char_before(setting, p))) return TRUE; /* d’1 Go */
        gboolean of_number = c < 0x80 ? g_ascii_isdigit((char)c) || strchr(".,+-/<>~('", (int)c)
                                      : c == 0x2212 || c == 0x2013 || c == 0xB1 || c == 0x2264 || c == 0x2265 ||
                                            c == 0x2248 || c == 0x2019;
        if (!of_number) return FALSE;
    }
    return TRUE;
}

/* A dash between words stays at the end of its line: none begins with it. */
static gboolean is_dash(const Setting *setting, const char *from, const char *to) {
    gunichar dash = g_utf8_get_char(to);
    return from > setting->text && (dash == 0x2013 || dash == 0x2014) && is_space(g_utf8_get_char(g_utf8_next_char(to)));
}

/* The space that belongs between what ends before `from` and what begins at `to`; NULL: what was typed. */
static const char *right_space(const Setting *setting, const char *from, const char *to, gboolean plain) {
    if (setting->locale->french) {
        gunichar right = g_utf8_get_char(to);
        if (char_before(setting, from) == 0xAB || right == 0xBB) return NNBSP;
        if (is_high_mark(to)) return right == ':' ? NBSP : NNBSP;
    }
    if (!plain) return NULL;
    if (is_dash(setting, from, to)) return NBSP;
    return number_ends_at(setting, from) && is_unit(to) ? NBSP : NULL;
}

static void set_space(Setting *setting) {
    const char *from = setting->p, *to = from;
    gboolean plain = TRUE;
    for (; is_space(g_utf8_get_char(to)); to = af_next_char(to)) plain &= is_plain_space(g_utf8_get_char(to));
    const char *space = right_space(setting, from, to, plain);
    if (space)
        g_string_append(setting->out, space);
    else
        g_string_append_len(setting->out, from, to - from);
    setting->p = to;
}

/* Where no space was typed inside guillemets, one is put in. */
static void set_guillemet(Setting *setting) {
    const char *next = af_next_char(setting->p);
    gboolean opens = g_utf8_get_char(setting->p) == 0xAB;
    if (!opens && !is_space(char_before(setting, setting->p)) && char_before(setting, setting->p) != 0xAB)
        g_string_append(setting->out, NNBSP);
    g_string_append_len(setting->out, setting->p, next - setting->p);
    if (opens && !is_space(g_utf8_get_char(next))) g_string_append(setting->out, NNBSP);
    setting->p = next;
}

/* ------------------------------------------------------------------------------------------------------- apostrophes
 */

/* French words that lose their vowel, before the apostrophe at p: l’, d’, qu’, lorsqu’ … */
static gboolean is_elision(const Setting *setting, const char *p) {
    static const char *const words[] = {"l", "d",  "j",     "m",      "t",      "s",     "n",
                                        "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"};
    const char *start = p;
    while (start > setting->text && g_ascii_isalpha(start[-1])) start--;
    if (g_unichar_isalnum(char_before(setting, start))) return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == (gsize)(p - start) && g_ascii_strncasecmp(words[i], start, (gsize)(p - start)) == 0)
            return TRUE;
    return FALSE;
}

/* Between letters; in French also where an elided word's noun follows in quotes, in figures or in the next element. */
static void set_apostrophe(Setting *setting) {
    gunichar next = g_utf8_get_char(setting->p + 1);
    gboolean typographic = g_unichar_isalpha(char_before(setting, setting->p)) && g_unichar_isalpha(next);
    if (!typographic && setting->locale->french && is_elision(setting, setting->p))
        typographic = next == 0 || next == 0xAB || next == 0x201C || g_unichar_isdigit(next);
    g_string_append(setting->out, typographic ? "’" : "'");
    setting->p++;
}

gboolean af_is_code(const char *token, gsize length) {
    if (length > 4 && g_ascii_strncasecmp(token, "www.", 4) == 0) return TRUE;
    for (gsize i = 0; i < length; i++) {
        if (strchr("@_\\`={}<>|$", token[i])) return TRUE;
        if (token[i] == ':' && i + 1 < length && token[i + 1] == ':') return TRUE;
        if (token[i] == ':' && i + 2 < length && token[i + 1] == '/' && token[i + 2] == '/') return TRUE;
    }
    return FALSE;
}

static void set_token(Setting *setting) {
    const char *end = setting->p;
    for (gunichar c; (c = g_utf8_get_char(end)) && !is_space(c) && !(setting->locale->french && is_guillemet(c));)
        end = af_next_char(end);
    if (!setting->apostrophes || af_is_code(setting->p, (gsize)(end - setting->p))) {
        g_string_append_len(setting->out, setting->p, end - setting->p);
        setting->p = end;
    }
    while (setting->p < end) {
        if (*setting->p == '\'')
            set_apostrophe(setting);
        else
            g_string_append_c(setting->out, *setting->p++);
    }
}

char *af_typography(AfLocale *locale, const char *text) {
    if (!locale->spaces || !text || !g_utf8_validate(text, -1, NULL)) return NULL;
    g_autoptr(GString) out = g_string_sized_new(strlen(text) + 16);
    Setting setting = {.locale = locale, .text = text, .p = text, .out = out};
    setting.apostrophes = locale->french || strcmp(locale->language, "de") == 0 || strcmp(locale->language, "en") == 0;
    while (*setting.p) {
        gunichar c = g_utf8_get_char(setting.p);
        if (is_space(c))
            set_space(&setting);
        else if (locale->french && is_guillemet(c))
            set_guillemet(&setting);
        else
            set_token(&setting);
    }
    if (strcmp(out->str, text) == 0) return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}

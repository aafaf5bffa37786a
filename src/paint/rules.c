/* Upright rules of a table stand row by row in the list of areas. Painted as one where they meet, they are fewer pieces
 * for whoever writes and reads the page, and no viewer shows a seam between them. */
#include "paint/internal.h"

static guint hash_rule(gconstpointer data) {
    const AfArea *rule = data;
    return (guint)rule->x * 31 + (guint)rule->width * 7 + rule->color;
}

/* On one line, of one thickness and colour. */
static gboolean same_line(gconstpointer a, gconstpointer b) {
    const AfArea *x = a, *y = b;
    return x->x == y->x && x->width == y->width && x->color == y->color;
}

static gboolean is_plain(const AfArea *area) {
    gboolean solid = area->dash == AF_KW_NONE_GIVEN || area->dash == AF_KW_SOLID;
    return area->kind == AF_AREA_FILL && !area->side && solid && (area->color & 0xFF) == 0xFF;
}

static gboolean overlaps(const AfArea *area, AfUnit x, AfUnit width, AfUnit top, AfUnit bottom) {
    if (area->kind == AF_AREA_FILL && ((area->color & 0xFF) == 0 || area->width <= 0 || area->height <= 0)) return FALSE;
    AfUnit height = area->kind == AF_AREA_TEXT ? area->height * 2 : area->height; /* of text y is the baseline's */
    AfUnit y = area->kind == AF_AREA_TEXT ? area->y - area->height : area->y;
    return area->x < x + width && x < area->x + area->width && y < bottom && top < y + height;
}

/* Whether the earlier rule can as well be painted where the later one is: nothing of another colour between them lies
 * where it does. */
static gboolean can_wait(const GPtrArray *areas, guint from, guint to, AfUnit top) {
    const AfArea *rule = g_ptr_array_index(areas, from);
    for (guint i = from + 1; i < to; i++) {
        const AfArea *area = g_ptr_array_index(areas, i);
        gboolean alike = is_plain(area) && area->color == rule->color;
        if (!alike && overlaps(area, rule->x, rule->width, top, rule->y + rule->height)) return FALSE;
    }
    return TRUE;
}

AfUnit *af_rules_join(const GPtrArray *areas) {
    AfUnit *top = NULL;
    g_autoptr(GHashTable) last = g_hash_table_new(hash_rule, same_line); /* AfArea → its index + 1 */
    for (guint i = 0; i < areas->len; i++) {
        const AfArea *area = g_ptr_array_index(areas, i);
        if (area->kind == AF_AREA_GROUP_BEGIN || area->kind == AF_AREA_GROUP_END) g_hash_table_remove_all(last);
        if (!is_plain(area) || area->height <= area->width || area->width <= 0) continue;
        guint before = GPOINTER_TO_UINT(g_hash_table_lookup(last, area));
        g_hash_table_replace(last, (gpointer)(guintptr)area, GUINT_TO_POINTER(i + 1));
        if (before == 0) continue;
        const AfArea *rule = g_ptr_array_index(areas, before - 1);
        AfUnit begins = top ? top[before - 1] : rule->y;
        gboolean meets = rule->y + rule->height >= area->y && begins <= area->y && area->y + area->height >= rule->y + rule->height;
        if (!meets || rule->artifact != area->artifact || !can_wait(areas, before - 1, i, begins)) continue;
        if (!top) {
            top = g_new(AfUnit, areas->len);
            for (guint k = 0; k < areas->len; k++) top[k] = ((const AfArea *)g_ptr_array_index(areas, k))->y;
        }
        top[i] = begins;
        top[before - 1] = AF_RULE_JOINED;
    }
    return top;
}

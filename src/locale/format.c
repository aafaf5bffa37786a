/* Numbers, dates, lists, names of languages. */
#include "locale/internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unicode/udatpg.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

static char *format_with(UNumberFormat **cache, UNumberFormatStyle style, const AfLocale *locale, double number) {
    UErrorCode status = U_ZERO_ERROR;
    if (!*cache) *cache = unum_open(style, NULL, 0, locale->id, NULL, &status);
    if (number == 0) number = 0; /* no "-0" */
    char *result = NULL;
#define FILL(buffer, capacity, status) unum_formatDouble(*cache, number, buffer, capacity, NULL, status)
    if (*cache) AF_ICU_STRING(result, FILL);
#undef FILL
    return result ? result : g_strdup_printf("%g", number);
}

char *af_number_format(AfLocale *locale, double number) {
    return format_with(&locale->number, UNUM_DECIMAL, locale, number);
}

char *af_percent_format(AfLocale *locale, double ratio) {
    return format_with(&locale->percent, UNUM_PERCENT, locale, ratio);
}

/* ------------------------------------------------------------------------------------------------------------- dates
 */

typedef struct {
    int year, month, day; /* day 0: the whole month */
} IsoDate;

static int digits(const char *text, int n) {
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (!g_ascii_isdigit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static gboolean parse_iso(const char *iso, IsoDate *date) {
    gsize length = iso ? strlen(iso) : 0;
    if ((length != 7 && length != 10) || iso[4] != '-' || (length == 10 && iso[7] != '-')) return FALSE;
    date->year = digits(iso, 4);
    date->month = digits(iso + 5, 2);
    date->day = length == 10 ? digits(iso + 8, 2) : 0;
    if (date->year < 1 || date->month < 1 || date->month > 12) return FALSE;
    if (length == 7) return TRUE;
    return date->day >= 1 && g_date_valid_dmy((GDateDay)date->day, (GDateMonth)date->month, (GDateYear)date->year);
}

/* Dates of the checklists are the Gregorian calendar's wherever they are read. */
static char *gregorian_id(const AfLocale *locale) {
    char id[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    g_strlcpy(id, locale->id, sizeof id);
    uloc_setKeywordValue("calendar", "gregorian", id, sizeof id, &status);
    return g_strdup(U_SUCCESS(status) ? id : locale->id);
}

static const UChar utc[] = u"Etc/UTC";

static UCalendar *calendar_of(AfLocale *locale) {
    if (locale->calendar) return locale->calendar;
    UErrorCode status = U_ZERO_ERROR;
    locale->calendar = ucal_open(utc, -1, locale->id, UCAL_GREGORIAN, &status);
    if (locale->calendar) ucal_setGregorianChange(locale->calendar, -1e17, &status); /* proleptic: before every date */
    return locale->calendar;
}

static UDateFormat *date_format_of(UDateFormat **cache, const UChar *skeleton, const AfLocale *locale) {
    if (*cache) return *cache;
    g_autofree char *id = gregorian_id(locale);
    UErrorCode status = U_ZERO_ERROR;
    UDateTimePatternGenerator *generator = udatpg_open(id, &status);
    UChar pattern[128];
    int32_t length = udatpg_getBestPattern(generator, skeleton, -1, pattern, G_N_ELEMENTS(pattern), &status);
    udatpg_close(generator);
    *cache = udat_open(UDAT_PATTERN, UDAT_PATTERN, id, utc, -1, pattern, length, &status);
    return *cache;
}

char *af_date_format(AfLocale *locale, const char *iso) {
    IsoDate date;
    if (!parse_iso(iso, &date)) return NULL;
    UCalendar *calendar = calendar_of(locale);
    UDateFormat *format =
        date.day ? date_format_of(&locale->date, u"yMMMMd", locale) : date_format_of(&locale->month, u"yMMMM", locale);
    if (!calendar || !format) return g_strdup(iso);
    UErrorCode set = U_ZERO_ERROR;
    ucal_clear(calendar);
    ucal_setDateTime(calendar, date.year, date.month - 1, MAX(date.day, 1), 12, 0, 0, &set);
    char *result = NULL;
#define FILL(buffer, capacity, status) udat_formatCalendar(format, calendar, buffer, capacity, NULL, status)
    if (U_SUCCESS(set)) AF_ICU_STRING(result, FILL);
#undef FILL
    /* French says « 1er » for the first of a month and plain numbers for the others; CLDR leaves that out. */
    if (result && locale->french && date.day == 1 && g_str_has_prefix(result, "1 ")) {
        char *ordinal = g_strconcat("1er", result + 1, NULL);
        g_free(result);
        result = ordinal;
    }
    return result ? result : g_strdup(iso);
}

/* ------------------------------------------------------------------------------------------------------------- lists
 */

char *af_list_format(AfLocale *locale, const char *const *items, guint n_items) {
    if (n_items == 0) return g_strdup("");
    if (n_items == 1) return g_strdup(items[0]);
    UErrorCode opened = U_ZERO_ERROR;
    if (!locale->list) locale->list = ulistfmt_open(locale->id, &opened);
    g_autoptr(GPtrArray) wide = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < n_items; i++) g_ptr_array_add(wide, af_utf16(items[i], NULL));
    char *result = NULL;
#define FILL(buffer, capacity, status)                                                                                 \
    ulistfmt_format(locale->list, (const UChar *const *)(gpointer)wide->pdata, NULL, (int32_t)n_items, buffer,         \
                    capacity, status)
    if (locale->list) AF_ICU_STRING(result, FILL);
#undef FILL
    return result ? result : g_strdup("");
}

/* ------------------------------------------------------------------------------------------------------------- names
 */

char *af_language_name(AfLocale *locale, const char *tag, gboolean within) {
    char named[ULOC_FULLNAME_CAPACITY];
    af_icu_id(tag, named);
    UDisplayContext contexts[] = {UDISPCTX_DIALECT_NAMES, within ? UDISPCTX_CAPITALIZATION_FOR_MIDDLE_OF_SENTENCE
                                                               : UDISPCTX_CAPITALIZATION_FOR_BEGINNING_OF_SENTENCE};
    UErrorCode opened = U_ZERO_ERROR;
    ULocaleDisplayNames *names = uldn_openForContext(locale->id, contexts, G_N_ELEMENTS(contexts), &opened);
    char *result = NULL;
#define FILL(buffer, capacity, status) uldn_localeDisplayName(names, named, buffer, capacity, status)
    if (U_SUCCESS(opened) && named[0]) AF_ICU_STRING(result, FILL);
#undef FILL
    uldn_close(names);
    return result && *result ? result : (g_free(result), g_strdup(tag));
}

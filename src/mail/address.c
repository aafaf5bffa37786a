/* Addresses: what RFC 5321 4.1.2 and RFC 6531 3.3 allow, less what nobody needs and what could hide something. */
#include "locale/names.h"
#include "mail/mail.h"

#include <string.h>

/* Bytes: RFC 5321 4.5.3.1 (of a path's 256, two are the angle brackets). */
#define MAX_LOCAL 64
#define MAX_ADDRESS 254
/* Beyond it nothing else is looked at. */
#define MAX_TEXT 2000

/* atext of RFC 5322 3.2.3, the part that is no letter and no digit. */
static gboolean is_atext(char c) {
    return g_ascii_isalnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Letters and marks without a shape of their own: between other letters they are not seen. */
static gboolean is_invisible(gunichar c) {
    return c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F) ||
           c == 0x2800 || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0 || (c >= 0xE0100 && c <= 0xE01EF);
}

/* Whether no address has it. That goes for spaces between quotation marks too, which RFC 5321 would allow: a long
 * header may be broken at them. */
static gboolean is_refused(gunichar c) {
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR: return TRUE;
    default: return is_invisible(c);
    }
}

static gboolean has_refused(const char *text, const char *end, gboolean joiners) {
    for (const char *p = text; p < end; p += g_utf8_skip[*(const guchar *)p]) {
        gunichar c = g_utf8_get_char(p);
        if (is_refused(c) && !(joiners && (c == 0x200C || c == 0x200D))) return TRUE;
    }
    return FALSE;
}

/* The end of a quoted string: behind its second quotation mark; NULL without one. */
static const char *quoted_end(const char *text) {
    for (const char *p = text + 1; *p; p++) {
        if (*p == '"') return p + 1;
        if (*p == '\\' && p[1]) p++;
    }
    return NULL;
}

/* Of what is between the quotation marks: qtextSMTP and quoted-pairSMTP; refused characters are gone already. */
static gboolean is_quoted_content(const char *text, const char *end) {
    if (text == end || g_unichar_ismark(g_utf8_get_char(text))) return FALSE;
    for (const char *p = text; p < end; p++) {
        if (*p == '"') return FALSE;
        if (*p == '\\' && (++p == end || (guchar)*p >= 0x80)) return FALSE;
    }
    return TRUE;
}

/* Atoms with single dots between them. A mark at the beginning of one would be seen on what stands before it. */
static const char *dot_string_fault(const char *text, const char *end) {
    gboolean begins = TRUE;
    for (const char *p = text; p < end; p += g_utf8_skip[*(const guchar *)p]) {
        gunichar c = g_utf8_get_char(p);
        if (c == '.' ? begins : (begins && g_unichar_ismark(c))) return "address.local-part";
        if (c < 0x80 && c != '.' && !is_atext((char)c)) return "address.character";
        begins = c == '.';
    }
    return begins ? "address.local-part" : NULL;
}

/* What some mail programs take for an encoded word (RFC 2047), =?…?=, and read as other addresses, though RFC 2047 5
 * has none in an address. */
static gboolean has_encoded_word(const char *text, const char *end) {
    const char *start = g_strstr_len(text, end - text, "=?");
    return start && g_strstr_len(start + 2, end - start - 2, "?=");
}

static const char *local_part_fault(const char *text, const char *end) {
    if (has_refused(text, end, FALSE) || has_encoded_word(text, end)) return "address.character";
    if (end - text > MAX_LOCAL) return "address.length";
    if (*text != '"') return dot_string_fault(text, end);
    return is_quoted_content(text + 1, end - 1) ? NULL : "address.local-part";
}

/* Finds the "@" between the parts. */
static const char *at_sign_fault(const char *text, const char **at) {
    *at = strchr(text, '@');
    if (*text == '"') {
        const char *end = quoted_end(text);
        if (!end) return "address.local-part";
        if (*end && *end != '@') return strchr(end, '@') ? "address.local-part" : "address.at-sign";
        *at = *end ? end : NULL;
    }
    return *at && !strchr(*at + 1, '@') ? NULL : "address.at-sign";
}

static const char *text_fault(const char *text) {
    if (!text || !*text) return "address.empty";
    if (strlen(text) > MAX_TEXT) return "address.length";
    return g_utf8_validate(text, -1, NULL) ? NULL : "address.character";
}

/* Takes the local part's end and the domain's A-labels from a text in NFC. */
static const char *parts_fault(const char *text, const char **at, char **domain) {
    const char *fault = at_sign_fault(text, at);
    if (!fault) fault = local_part_fault(text, *at);
    if (fault) return fault;
    /* A joiner is a letter's neighbour in domains of some languages: IDNA says where. */
    if (has_refused(*at + 1, *at + strlen(*at), TRUE)) return "address.character";
    *domain = af_domain_ascii(*at + 1);
    if (!*domain) return "address.domain";
    return (gsize)(*at - text) + 1 + strlen(*domain) > MAX_ADDRESS ? "address.length" : NULL;
}

char *af_mail_address(const char *text, const char **fault) {
    const char *found = text_fault(text), *at = NULL;
    g_autofree char *whole = found ? NULL : g_utf8_normalize(text, -1, G_NORMALIZE_NFC), *domain = NULL;
    if (!found) found = parts_fault(whole, &at, &domain);
    if (fault) *fault = found;
    return found ? NULL : g_strdup_printf("%.*s@%s", (int)(at - whole), whole, domain);
}

gboolean af_mail_address_is_international(const char *address) {
    return !g_str_is_ascii(address);
}

char *af_mail_address_shown(const char *address) {
    const char *at = strrchr(address, '@');
    if (!at) return g_strdup(address);
    g_autofree char *domain = af_domain_unicode(at + 1);
    return g_strdup_printf("%.*s@%s", (int)(at - address), address, domain);
}

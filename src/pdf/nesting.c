/* Which element may stand in which (ISO 32000-1, 14.8.4.2 to 14.8.4.5; ISO 14289-1, 7.2), and what to do where it may
 * not. */
#include "pdf/internal.h"

static gboolean is_row_group(AfTag tag) {
    return tag == AF_TAG_THEAD || tag == AF_TAG_TBODY || tag == AF_TAG_TFOOT;
}

/* What an element's own type asks of the one around it. */
static gboolean may_stand_in(AfTag tag, AfTag parent) {
    switch (tag) {
    case AF_TAG_DOCUMENT: return parent == AF_TAG_NONE;
    case AF_TAG_THEAD:
    case AF_TAG_TBODY:
    case AF_TAG_TFOOT: return parent == AF_TAG_TABLE;
    case AF_TAG_TR: return parent == AF_TAG_TABLE || is_row_group(parent);
    case AF_TAG_TH:
    case AF_TAG_TD: return parent == AF_TAG_TR;
    case AF_TAG_LI: return parent == AF_TAG_L;
    case AF_TAG_LBODY: return parent == AF_TAG_LI;
    case AF_TAG_TOCI: return parent == AF_TAG_TOC;
    case AF_TAG_RB:
    case AF_TAG_RT:
    case AF_TAG_RP: return parent == AF_TAG_RUBY;
    case AF_TAG_WT:
    case AF_TAG_WP: return parent == AF_TAG_WARICHU;
    default: return TRUE;
    }
}

/* What an element's type asks of those in it. */
static gboolean may_hold(AfTag parent, AfTag tag) {
    switch (parent) {
    case AF_TAG_TABLE: return tag == AF_TAG_TR || tag == AF_TAG_CAPTION || is_row_group(tag);
    case AF_TAG_THEAD:
    case AF_TAG_TBODY:
    case AF_TAG_TFOOT: return tag == AF_TAG_TR;
    case AF_TAG_TR: return tag == AF_TAG_TH || tag == AF_TAG_TD;
    case AF_TAG_L: return tag == AF_TAG_L || tag == AF_TAG_LI || tag == AF_TAG_CAPTION;
    case AF_TAG_LI: return tag == AF_TAG_LBL || tag == AF_TAG_LBODY;
    case AF_TAG_TOC: return tag == AF_TAG_TOC || tag == AF_TAG_TOCI || tag == AF_TAG_CAPTION;
    case AF_TAG_RUBY: return tag == AF_TAG_RB || tag == AF_TAG_RT || tag == AF_TAG_RP;
    case AF_TAG_WARICHU: return tag == AF_TAG_WT || tag == AF_TAG_WP;
    default: return TRUE;
    }
}

gboolean af_tag_fits(AfTag tag, AfTag parent) {
    return may_stand_in(tag, parent) && may_hold(parent, tag);
}

AfTag af_tag_between(AfTag tag, AfTag parent) {
    switch (parent) {
    case AF_TAG_TABLE:
    case AF_TAG_THEAD:
    case AF_TAG_TBODY:
    case AF_TAG_TFOOT: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_TR;
    case AF_TAG_TR: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_TD;
    case AF_TAG_L: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_LI;
    case AF_TAG_LI: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_LBODY;
    case AF_TAG_TOC: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_TOCI;
    case AF_TAG_RUBY: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_RB;
    case AF_TAG_WARICHU: return may_hold(parent, tag) ? AF_TAG_NONE : AF_TAG_WT;
    default: return af_tag_is_group(parent) && af_tag_is_inline(tag) ? AF_TAG_P : AF_TAG_NONE;
    }
}

AfTag af_tag_instead(AfTag tag, AfTag parent) {
    if (af_tag_is_text(parent)) return AF_TAG_NONE;
    switch (tag) {
    case AF_TAG_DOCUMENT: return AF_TAG_PART;
    case AF_TAG_THEAD:
    case AF_TAG_TBODY:
    case AF_TAG_TFOOT: return is_row_group(parent) ? AF_TAG_NONE : AF_TAG_DIV;
    case AF_TAG_LI: return parent == AF_TAG_TOC ? AF_TAG_TOCI : AF_TAG_DIV;
    case AF_TAG_LBODY: return parent == AF_TAG_TOCI ? AF_TAG_NONE : AF_TAG_DIV;
    case AF_TAG_TOCI: return parent == AF_TAG_L ? AF_TAG_LI : AF_TAG_DIV;
    case AF_TAG_RB:
    case AF_TAG_RT:
    case AF_TAG_RP:
    case AF_TAG_WT:
    case AF_TAG_WP: return AF_TAG_SPAN;
    default: return AF_TAG_DIV;
    }
}

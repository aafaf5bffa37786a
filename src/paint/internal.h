/* What the files of this stage share. */
#pragma once

#include "paint/paint.h"

/* rules.c: for each area of a page where it begins, y, once upright rules that meet are one, which is painted where the
 * last of them stands; AF_RULE_JOINED for the others, which are not painted. To be freed; NULL if there is nothing to
 * join. */
#define AF_RULE_JOINED G_MININT
AfUnit *af_rules_join(const GPtrArray *areas);

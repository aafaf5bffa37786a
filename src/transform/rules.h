/* Rules: ISO Schematron (ISO/IEC 19757-3:2016) run on an assessment. schemas/assessment.sch holds what all programs
 * share, schemas/LIBRARY.sch what those of a library do, schemas/PROGRAM.sch what a program asks beyond that, both if
 * there are such; they run in this order. templates/schematron.xsl compiles each to a stylesheet, libxslt runs it. The
 * rules read the document of af_document_for_rules; dates are compared by EXSLT, the day of assessment is the parameter
 * `day`.
 *
 * The result is SVRL (annex D of the standard), of which the program reads
 *
 *   <svrl:failed-assert id="case-studies-too-few" role="error" flag="partner" location="…">
 *     <svrl:property-reference property="have" role="number"><svrl:text>3</svrl:text></svrl:property-reference>
 *     <svrl:property-reference property="wanted" role="number"><svrl:text>4</svrl:text></svrl:property-reference>
 *     <svrl:property-reference property="at-item"><svrl:text>case-studies.specific</svrl:text></svrl:property-reference>
 *
 * id: the rule, stable. role: error or warning. flag: who must act, partner, engineers or auditor. location: the place,
 * an XPath of elements' positions alone. Properties: the arguments of the message rule.ID in this order; the kind of a
 * value is the property's role, or its name where it has none. at-item is no argument: it says the item of a rule whose
 * words need none. */
#pragma once

#include "assess/assessment.h"
#include "transform/transform.h"

/* Compiles a Schematron schema to a stylesheet, to be run by af_rules_apply. NULL and an error for each fault if it is
 * none, or asks for what the compiler does not know. path is as it is to be named. */
AfStylesheet *af_rules_compile(const char *path, AfDiagnostics *diagnostics);

/* What compiled rules find in a document, as SVRL, to be freed with xmlFreeDoc before them; NULL and an error on
 * failure. day (ISO 8601) is the parameter of that name; NULL leaves it as the schema has it. */
xmlDoc *af_rules_apply(AfStylesheet *rules, xmlDoc *document, const char *day, AfDiagnostics *diagnostics);

/* What the rules for its program find in an assessment, as one SVRL document (svrl:schematron-output), to be freed with
 * xmlFreeDoc; NULL and an error if a schema cannot be compiled or run. A schema is compiled at its first use and
 * kept. */
xmlDoc *af_rules_run(const AfAssessment *assessment, AfDiagnostics *diagnostics);

<?xml version="1.0" encoding="UTF-8"?>
<!-- What the audit reports on paper (templates/fo) and as a page (templates/html) share: which sections there are for whom, which
     items are shown, which answers are one and the same, what a field holds. Nothing here makes an element of either; the input is
     that of src/assess/assessment.h.

     A stylesheet that imports this (beside common.xsl) supplies
       mode="chapter"   what is to be made of a section of the report, once for the contents, the bookmarks, the pages … (see "chapters")
       mode="chosen-options"   a choice of an item with the options that the answer chose, if it chose any (see mode="choices")
       mode="condition"        a note of an item on deployment models (see mode="conditions")
       mode="name"      an element of the assessment, or a cell's or case study's name, as words in a line with their language -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale"
                xmlns:str="http://exslt.org/strings" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="d p a l str exsl">

  <!-- executive: what a decision needs; reviewer: what an auditor needs; full: everything. -->
  <xsl:param name="audience" select="'full'"/>
  <!-- "open": only items with something open. -->
  <xsl:param name="only" select="''"/>
  <!-- The tag of a second language for the requirements' texts, which are in the document then (see common.xsl). -->
  <xsl:param name="bilingual" select="''"/>

  <xsl:key name="item-cells" match="d:cell" use="../@ref"/>
  <xsl:key name="cell" match="d:cell" use="concat(../@ref, ' ', @case-study)"/>
  <!-- Cells of an item that say the same, because one answer and one finding were given for all of them: shown once. -->
  <xsl:key name="same" match="d:cell[not(@applies = 'no')]" use="concat(../@ref, ' ', @answer, ' ', @finding)"/>
  <xsl:key name="resolved" match="d:resolution/d:section/d:item" use="@ref"/>
  <xsl:key name="answer" match="a:answer" use="@d:id"/>
  <xsl:key name="finding" match="a:finding" use="@d:id"/>
  <xsl:key name="case-study" match="a:case-study" use="@id"/>
  <xsl:key name="piece" match="a:piece" use="@id"/>
  <!-- What refers to a piece of evidence: answers, documents. -->
  <xsl:key name="use-of" match="a:answer[@evidence] | a:document" use="str:tokenize(@evidence)"/>
  <xsl:key name="language" match="a:*[@xml:lang][not(self::a:piece)]" use="@xml:lang"/>
  <xsl:key name="score" match="d:score" use="concat(@part, ' ', @section, ' ', @case-study)"/>
  <xsl:key name="points-of" match="d:point[@item]" use="@item"/>
  <xsl:key name="points-for" match="d:point" use="@who"/>
  <xsl:key name="category" match="p:category" use="@id"/>
  <xsl:key name="subcategory" match="p:subcategory" use="@id"/>
  <xsl:key name="model" match="p:deployment-model" use="@id"/>
  <xsl:key name="competency" match="p:competency" use="@id"/>
  <xsl:key name="document" match="p:document" use="@id"/>
  <xsl:key name="record" match="p:record" use="concat(../@id, ' ', @id)"/>

  <xsl:variable name="assessment" select="/d:document/a:assessment"/>
  <xsl:variable name="partner" select="$assessment/a:partner"/>
  <xsl:variable name="solution" select="$assessment/a:solution"/>
  <xsl:variable name="case-studies" select="$assessment/a:case-studies/a:case-study"/>
  <xsl:variable name="audit" select="$assessment/a:audit"/>
  <xsl:variable name="resolution" select="/d:document/d:resolution"/>
  <xsl:variable name="readiness" select="/d:document/d:readiness"/>
  <!-- The score of the whole: the one that is of nothing in particular. -->
  <xsl:variable name="whole" select="$readiness/d:score[not(@part or @section or @case-study)]"/>
  <xsl:variable name="pillars" select="$program/p:part/p:section[@pillar = 'true' or @pillar = '1']"/>
  <xsl:variable name="day" select="string($resolution/@day)"/>

  <!-- What not every program asks: of the solution, of each case study; whether a solution is in subcategories; whether there are items
       without a number, which are called by their titles. What is said all the same is shown. -->
  <xsl:variable name="asks-customers" select="$program/p:part/p:section/p:item/p:answer[@id = 'customers'] or normalize-space($solution/a:customers)"/>
  <xsl:variable name="asks-compensation" select="$program/p:part/p:section/p:item/p:choice[@id = 'plan'] or $solution/a:sales-compensation[@plan != 'open' or normalize-space()]"/>
  <xsl:variable name="asks-subcategories" select="boolean($program/p:categories/p:category/p:subcategory)"/>
  <xsl:variable name="asks-unnumbered" select="boolean($program/p:part/p:section/p:item[not(@number)])"/>

  <!-- "yes" for a field of case studies, by the name of its element, that the program asks for or that any case study has. -->
  <xsl:template name="asks-field">
    <xsl:param name="field"/>
    <xsl:variable name="name" select="concat(' ', $field, ' ')"/>
    <xsl:if test="contains(concat(' ', normalize-space($program/p:case-study/@fields), ' '), $name)
                  or not(contains(' website challenge deployment third-party production-date status outcomes ', $name))
                  or $case-studies/*[local-name() = $field][self::a:third-party or normalize-space()]">yes</xsl:if>
  </xsl:template>

  <!-- What stands between things beside each other on a line. -->
  <xsl:variable name="apart" select="l:message('report.apart', '', '')"/>

  <!-- Sections, in their order -->

  <!-- Applies mode="chapter" to what each section is about, with its id, anchor and title: for the contents, the bookmarks, the
       pages, as `what` says. The ids: summary, open, partner-and-solution, case-studies, prerequisites (a part that is answered
       once), matrix and items (both of a part that is answered per case study), evidence, sign-off. A reviewer has the parts that
       auditors validate. -->
  <xsl:template name="chapters">
    <xsl:param name="what"/>
    <xsl:apply-templates select="$readiness" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'summary'"/></xsl:apply-templates>
    <xsl:if test="$audience != 'executive'">
      <xsl:apply-templates select="$readiness" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'open'"/></xsl:apply-templates>
    </xsl:if>
    <xsl:if test="$audience = 'full'">
      <xsl:apply-templates select="$partner" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'partner-and-solution'"/></xsl:apply-templates>
    </xsl:if>
    <xsl:if test="$audience != 'reviewer'">
      <xsl:apply-templates select="$assessment/a:case-studies" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'case-studies'"/></xsl:apply-templates>
    </xsl:if>
    <xsl:if test="$audience != 'executive'">
      <xsl:apply-templates select="$program/p:part[not(p:section/p:item/p:applies)][$audience = 'full' or @validator = 'auditor']" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'prerequisites'"/></xsl:apply-templates>
    </xsl:if>
    <xsl:if test="$audience != 'executive'">
      <xsl:for-each select="$program/p:part[p:section/p:item/p:applies]">
        <xsl:apply-templates select="." mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'matrix'"/></xsl:apply-templates>
        <xsl:apply-templates select="." mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'items'"/></xsl:apply-templates>
      </xsl:for-each>
      <xsl:apply-templates select="$assessment" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'evidence'"/></xsl:apply-templates>
    </xsl:if>
    <xsl:apply-templates select="$assessment" mode="chapter"><xsl:with-param name="what" select="$what"/><xsl:with-param name="id" select="'sign-off'"/></xsl:apply-templates>
  </xsl:template>

  <!-- Where a section starts. Those of a part carry the part's id. -->
  <xsl:template name="chapter-anchor">
    <xsl:param name="id"/>
    <xsl:choose>
      <xsl:when test="self::p:part and $id != 'matrix'"><xsl:value-of select="concat('part-', @id)"/></xsl:when>
      <xsl:when test="self::p:part"><xsl:value-of select="concat('matrix-', @id)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$id"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- Its title: the program's where it is a part's, so that two parts can be told apart. -->
  <xsl:template name="chapter-title">
    <xsl:param name="id"/>
    <xsl:choose>
      <xsl:when test="$id = 'prerequisites'"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('part.', @id, '.title')"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message(concat('report.', $id))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whether there is a section with items: links into it lead somewhere then. -->
  <xsl:variable name="has-evidence" select="$audience != 'executive'"/>

  <!-- Items -->

  <!-- "yes" for an item that is in the report. -->
  <xsl:template match="p:item" mode="shown">
    <xsl:choose>
      <xsl:when test="$audience = 'executive' or ($audience = 'reviewer' and not(../../@validator = 'auditor'))"/>
      <xsl:when test="$only != 'open'">yes</xsl:when>
      <xsl:when test="key('points-of', @id)">yes</xsl:when>
      <xsl:when test="key('item-cells', @id)[not(@applies = 'no')][@state = 'open' or @state = 'not-met' or @verdict = 'rejected' or @verdict = 'question']">yes</xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- "yes" for one whose requirement a reviewer need not read: it is asked of no case study, or not of this solution. -->
  <xsl:template match="p:item" mode="needless">
    <xsl:variable name="cells" select="key('item-cells', @id)"/>
    <xsl:if test="$audience = 'reviewer' and $cells and not($cells[not(@applies = 'no')])">yes</xsl:if>
  </xsl:template>

  <!-- Its title where there is little room: as many of its words as have room. -->
  <xsl:template match="p:item" mode="short-title">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></xsl:variable>
    <xsl:variable name="most" select="40 - 20 * (starts-with($language, 'zh') or starts-with($language, 'ja'))"/>
    <xsl:choose>
      <xsl:when test="string-length($title) &lt;= $most"><xsl:value-of select="$title"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="start" select="substring($title, 1, $most - 1)"/>
        <xsl:variable name="last"><xsl:if test="substring($title, $most, 1) != ' '"><xsl:value-of select="str:tokenize($start, ' ')[last()]"/></xsl:if></xsl:variable>
        <xsl:variable name="kept" select="string-length($start) - string-length($last) * contains($start, ' ')"/>
        <xsl:value-of select="concat(normalize-space(substring($start, 1, $kept)), '&#x2026;')"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Of whom an item is asked that is not asked of this solution. -->
  <xsl:template match="p:item" mode="not-asked">
    <xsl:variable name="subcategory"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('subcategory.', @subcategory, '.name')"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="l:message('report.not-asked-subcategory', string($subcategory))"/>
  </xsl:template>

  <!-- What it says of deployment models beside yes and no, for those of the case studies: the first of each group that says the same, in
       mode="condition" with its words; what is not known yet may be any. -->
  <xsl:template match="p:item" mode="conditions">
    <xsl:variable name="cells" select="key('item-cells', @id)[not(@applies = 'no')]"/>
    <xsl:variable name="said" select="p:applies[@note][@model = $cells/@model or $cells[not(@model)]]"/>
    <xsl:for-each select="$said">
      <xsl:variable name="same" select="$said[@note = current()/@note and @value = current()/@value]"/>
      <xsl:if test="count(. | $same[1]) = 1">
        <xsl:variable name="names">
          <xsl:for-each select="$same">
            <d:name><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('model.', @model, '.name')"/></xsl:call-template></d:name>
          </xsl:for-each>
        </xsl:variable>
        <xsl:variable name="words"><xsl:apply-templates select="." mode="words"/></xsl:variable>
        <xsl:apply-templates select="." mode="condition">
          <xsl:with-param name="models" select="l:list(exsl:node-set($names)/*)"/>
          <xsl:with-param name="words" select="string($words)"/>
        </xsl:apply-templates>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- "yes" for a section or part that has one. -->
  <xsl:template match="p:section | p:part" mode="shown">
    <xsl:variable name="any"><xsl:apply-templates select="p:item | p:section/p:item" mode="shown"/></xsl:variable>
    <xsl:if test="string($any)">yes</xsl:if>
  </xsl:template>

  <!-- The first of each group of cells that say the same, in mode="group" with the others of its group. The cells of an item that
       is not asked of any are none. -->
  <xsl:template match="p:item" mode="groups">
    <xsl:for-each select="key('item-cells', @id)[not(@applies = 'no')]">
      <xsl:variable name="group" select="key('same', concat(../@ref, ' ', @answer, ' ', @finding))"/>
      <xsl:if test="count(. | $group[1]) = 1">
        <xsl:apply-templates select="." mode="group"><xsl:with-param name="group" select="$group"/></xsl:apply-templates>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Symbols: never alone, their word stands beside them. -->
  <xsl:template match="d:cell" mode="state-symbol">
    <xsl:choose>
      <xsl:when test="@applies = 'no'"/>
      <xsl:otherwise><xsl:call-template name="state-symbol"><xsl:with-param name="state" select="@state"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="state-symbol">
    <xsl:param name="state"/>
    <xsl:choose>
      <xsl:when test="$state = 'met'">&#x2713;</xsl:when>
      <xsl:when test="$state = 'not-met'">&#x2717;</xsl:when>
      <xsl:when test="$state = 'not-applicable'">&#x2013;</xsl:when>
      <xsl:when test="$state = 'open'">&#x25CB;</xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="verdict-symbol">
    <xsl:param name="verdict"/>
    <xsl:choose>
      <xsl:when test="$verdict = 'accepted'">&#x25CF;</xsl:when>
      <xsl:when test="$verdict = 'rejected'">&#x25A0;</xsl:when>
      <xsl:when test="$verdict = 'question'">?</xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="d:cell" mode="state-word">
    <xsl:choose>
      <xsl:when test="@applies = 'no'"><xsl:value-of select="l:message('report.state-not-asked')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message(concat('report.state-', @state))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="d:cell" mode="verdict-word">
    <xsl:choose>
      <xsl:when test="@verdict"><xsl:value-of select="l:message(concat('report.verdict-', @verdict))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.verdict-none')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The value of a record in words: a date or a number; what it is counted in, its name says. -->
  <xsl:template match="a:record" mode="value">
    <xsl:variable name="value" select="normalize-space(.)"/>
    <xsl:choose>
      <xsl:when test="$value = ''"><xsl:value-of select="l:message('report.not-stated')"/></xsl:when>
      <xsl:when test="key('record', concat(../@item, ' ', @ref))/@type = 'date'"><xsl:value-of select="l:date($value)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:number(number($value))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What an answer says of the choices that its item offers, but for yes and no, which it says itself: each choice in mode="chosen-options", with
       the options in the program's order, none where the answer is met and lacks them. -->
  <xsl:template match="a:answer" mode="choices">
    <xsl:variable name="answer" select="."/>
    <xsl:for-each select="key('item', @item)/p:choice[not(@from)][not(p:option[@id = 'yes' or @id = 'no'])]">
      <xsl:variable name="chosen" select="p:option[@id = str:tokenize($answer/a:choice[@ref = current()/@id]/@options)]"/>
      <xsl:choose>
        <xsl:when test="$chosen"><xsl:apply-templates select="." mode="chosen-options"><xsl:with-param name="options" select="$chosen"/></xsl:apply-templates></xsl:when>
        <xsl:when test="$answer/@met = 'yes'"><xsl:apply-templates select="." mode="chosen-options"><xsl:with-param name="options" select="/.."/></xsl:apply-templates></xsl:when>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- Case studies: numbered in the order of the assessment, so that a narrow column has a short head. -->

  <xsl:template match="a:case-study" mode="number"><xsl:value-of select="count(preceding-sibling::a:case-study) + 1"/></xsl:template>

  <!-- The longest name has no more characters than this if the names of all are to stand over narrow columns. -->
  <xsl:variable name="short-names" select="not($case-studies/a:customer[string-length() &gt; 44])"/>

  <!-- A message with elements of the assessment in it. Each argument is a character of the private use area (U+E000 for the first,
       and so on), which $nodes takes the place of, in mode="name". -->
  <xsl:template name="fill">
    <xsl:param name="text"/>
    <xsl:param name="nodes"/>
    <xsl:variable name="same" select="translate($text, '&#xE000;&#xE001;&#xE002;&#xE003;&#xE004;&#xE005;&#xE006;&#xE007;&#xE008;&#xE009;', '&#xE000;&#xE000;&#xE000;&#xE000;&#xE000;&#xE000;&#xE000;&#xE000;&#xE000;&#xE000;')"/>
    <xsl:choose>
      <xsl:when test="contains($same, '&#xE000;')">
        <xsl:variable name="before" select="substring-before($same, '&#xE000;')"/>
        <xsl:variable name="mark" select="substring($text, string-length($before) + 1, 1)"/>
        <xsl:value-of select="$before"/>
        <xsl:apply-templates select="$nodes[string-length(substring-before('&#xE000;&#xE001;&#xE002;&#xE003;&#xE004;&#xE005;&#xE006;&#xE007;&#xE008;&#xE009;', $mark)) + 1]" mode="name"/>
        <xsl:call-template name="fill">
          <xsl:with-param name="text" select="substring($text, string-length($before) + 2)"/>
          <xsl:with-param name="nodes" select="$nodes"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A message whose only argument is the case studies of cells as a list: "a, b and c". -->
  <xsl:template name="named">
    <xsl:param name="message"/>
    <xsl:param name="cells"/>
    <xsl:variable name="studies" select="key('case-study', $cells/@case-study)"/>
    <xsl:call-template name="fill">
      <xsl:with-param name="text" select="l:message($message, l:list($marks[position() &lt;= count($studies)]))"/>
      <xsl:with-param name="nodes" select="$studies"/>
    </xsl:call-template>
  </xsl:template>
  <!-- The list alone. -->
  <xsl:template name="case-study-list">
    <xsl:param name="cells"/>
    <xsl:variable name="studies" select="key('case-study', $cells/@case-study)"/>
    <xsl:call-template name="fill">
      <xsl:with-param name="text" select="l:list($marks[position() &lt;= count($studies)])"/>
      <xsl:with-param name="nodes" select="$studies"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:variable name="marks" select="str:tokenize('&#xE000; &#xE001; &#xE002; &#xE003; &#xE004; &#xE005; &#xE006; &#xE007; &#xE008; &#xE009;')"/>

  <!-- Whom an answer was given for: all, all but one or two of many, or those by name. -->
  <xsl:template name="group-names">
    <xsl:param name="group"/>
    <xsl:variable name="others" select="key('item-cells', $group[1]/../@ref)[not(@case-study = $group/@case-study)]"/>
    <xsl:choose>
      <xsl:when test="not($others)"><xsl:value-of select="l:message('report.all-case-studies')"/></xsl:when>
      <xsl:when test="count($others) &lt; 3 and count($group) &gt; 3">
        <xsl:call-template name="named"><xsl:with-param name="message" select="'report.all-case-studies-except'"/><xsl:with-param name="cells" select="$others"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="case-study-list"><xsl:with-param name="cells" select="$group"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Names as plain words: for titles, bookmarks and whatever has no markup. -->
  <xsl:template match="a:partner" mode="plain-name">
    <xsl:choose>
      <xsl:when test="normalize-space(a:name)"><xsl:value-of select="normalize-space(a:name)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.unnamed-partner')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:solution" mode="plain-name">
    <xsl:choose>
      <xsl:when test="normalize-space(a:name)"><xsl:value-of select="normalize-space(a:name)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.unnamed-solution')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:case-study" mode="plain-name">
    <xsl:choose>
      <xsl:when test="normalize-space(a:customer)"><xsl:value-of select="normalize-space(a:customer)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.unnamed-case-study', string(@id))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- Whether the assessment is written in ideographs, of which a line holds fewer: how long a text is on the page depends on it. -->
  <xsl:variable name="dense" select="starts-with($assessment/@xml:lang, 'zh') or starts-with($assessment/@xml:lang, 'ja')"/>

  <!-- Which element's language such a name has: nothing where it is words of ours. -->
  <xsl:template match="a:partner | a:solution" mode="name-language">
    <xsl:if test="normalize-space(a:name)"><xsl:apply-templates select="a:name" mode="language"/></xsl:if>
  </xsl:template>
  <xsl:template match="a:case-study" mode="name-language">
    <xsl:if test="normalize-space(a:customer)"><xsl:apply-templates select="a:customer" mode="language"/></xsl:if>
  </xsl:template>

  <!-- Languages: whatever the partner or the auditor wrote is in the nearest one said. -->

  <xsl:template match="*" mode="language"><xsl:value-of select="ancestor-or-self::*[@xml:lang][1]/@xml:lang"/></xsl:template>
  <!-- The name of that language before a text in another one than the report's; nothing otherwise. -->
  <xsl:template match="*" mode="language-label">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
    <xsl:if test="string($own) != $language"><xsl:value-of select="l:language-name(string($own))"/></xsl:if>
  </xsl:template>
  <!-- What the assessment is written in: each language once, that of the whole first; evidence has languages of its own. -->
  <xsl:template name="answer-languages">
    <xsl:variable name="names">
      <xsl:for-each select="$assessment | $assessment//*[@xml:lang][not(self::a:piece)]">
        <xsl:if test="count(. | key('language', @xml:lang)[1]) = 1"><d:name><xsl:value-of select="l:language-name(string(@xml:lang), not(self::a:assessment))"/></d:name></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="l:list(exsl:node-set($names)/*)"/>
  </xsl:template>

  <!-- Quotations in free text: the marks are those of the text around them. -->
  <xsl:template match="a:q" mode="inline">
    <xsl:call-template name="quote-open"/>
    <xsl:apply-templates mode="inline"/>
    <xsl:call-template name="quote-close"/>
  </xsl:template>
  <xsl:template name="quote-open"><xsl:value-of select="l:quote-open(count(ancestor::a:q), string(../ancestor-or-self::*[@xml:lang][1]/@xml:lang))"/></xsl:template>
  <xsl:template name="quote-close"><xsl:value-of select="l:quote-close(count(ancestor::a:q), string(../ancestor-or-self::*[@xml:lang][1]/@xml:lang))"/></xsl:template>

  <!-- Readiness -->

  <!-- Without an audit "ready" or "not-ready"; with one, its decision: "approved", "declined" or "open". -->
  <xsl:variable name="outcome">
    <xsl:choose>
      <xsl:when test="$audit"><xsl:value-of select="$audit/a:decision/@verdict"/></xsl:when>
      <xsl:when test="$readiness/@ready = 'yes'">ready</xsl:when>
      <xsl:otherwise>not-ready</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <!-- What that is: "good", "bad", or neither yet. -->
  <xsl:variable name="outcome-kind">
    <xsl:choose>
      <xsl:when test="$outcome = 'ready' or $outcome = 'approved'">good</xsl:when>
      <xsl:when test="$outcome != 'open'">bad</xsl:when>
    </xsl:choose>
  </xsl:variable>
  <xsl:template name="outcome-label">
    <xsl:choose>
      <xsl:when test="$audit"><xsl:value-of select="l:message('report.decision')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.readiness')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="outcome-words">
    <xsl:choose>
      <xsl:when test="$audit"><xsl:value-of select="l:message(concat('report.decision-', $outcome))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message(concat('report.', $outcome))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- How much is open. -->
  <xsl:template name="outcome-details">
    <xsl:choose>
      <xsl:when test="not($readiness/d:point)"><xsl:value-of select="l:message('report.nothing-open')"/></xsl:when>
      <xsl:otherwise>
        <xsl:if test="$readiness/@blocking &gt; 0"><xsl:value-of select="l:message('report.blocking', number($readiness/@blocking))"/></xsl:if>
        <xsl:if test="$readiness/@blocking &gt; 0 and $readiness/@warnings &gt; 0"><xsl:value-of select="$apart"/></xsl:if>
        <xsl:if test="$readiness/@warnings &gt; 0"><xsl:value-of select="l:message('report.warnings', number($readiness/@warnings))"/></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="kind">
    <xsl:choose>
      <xsl:when test="$audit"><xsl:value-of select="l:message('report.kind-audited')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.kind')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="document-title">
    <xsl:variable name="partner-name"><xsl:apply-templates select="$partner" mode="plain-name"/></xsl:variable>
    <xsl:variable name="solution-name"><xsl:apply-templates select="$solution" mode="plain-name"/></xsl:variable>
    <xsl:variable name="kind"><xsl:call-template name="kind"/></xsl:variable>
    <xsl:value-of select="l:message('report.document-title', string($partner-name), string($solution-name), string($kind))"/>
  </xsl:template>

  <!-- The summary in sentences: how far the assessment is, then the numbers; with an audit what it came to. -->
  <xsl:template name="summary-words">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="state"><xsl:choose>
      <xsl:when test="$readiness/@ready = 'yes'"><xsl:value-of select="l:message('report.summary-ready', string($title), string($program/@version), l:date($day))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.summary-not-ready', string($title), string($program/@version), l:date($day), number($readiness/@blocking))"/></xsl:otherwise>
    </xsl:choose></xsl:variable>
    <xsl:value-of select="l:message('label.sentences', string($state), l:message('report.summary-answers', number($whole/@asked), number($whole/@answered), count($case-studies)))"/>
  </xsl:template>
  <xsl:template name="audit-words">
    <xsl:value-of select="l:message('report.summary-audit', number($whole/@accepted), number($whole/@rejected), number($whole/@questions), $whole/@asked - $whole/@accepted - $whole/@rejected - $whole/@questions)"/>
  </xsl:template>

  <!-- A name for machines with places where a line may break: after each sign, and now and then in what has none for long. By halves,
       so that long names nest no deeper than short ones. -->
  <xsl:template name="breakable">
    <xsl:param name="name"/>
    <xsl:param name="from" select="1"/>
    <xsl:variable name="length" select="string-length($name)"/>
    <xsl:choose>
      <xsl:when test="$length &gt; 1">
        <xsl:variable name="half" select="floor($length div 2)"/>
        <xsl:call-template name="breakable"><xsl:with-param name="name" select="substring($name, 1, $half)"/><xsl:with-param name="from" select="$from"/></xsl:call-template>
        <xsl:call-template name="breakable"><xsl:with-param name="name" select="substring($name, $half + 1)"/><xsl:with-param name="from" select="$from + $half"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$name"/>
        <xsl:if test="contains('/._-?&amp;=', $name) or $from mod 15 = 0">&#x200B;</xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The parts of a digest: eight groups of eight, so that a line may break between them. -->
  <xsl:template name="digest-groups">
    <xsl:param name="digest"/>
    <xsl:if test="$digest != ''">
      <xsl:value-of select="substring($digest, 1, 8)"/>
      <xsl:if test="string-length($digest) &gt; 8"><xsl:text> </xsl:text></xsl:if>
      <xsl:call-template name="digest-groups"><xsl:with-param name="digest" select="substring($digest, 9)"/></xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Of a report's page: the items. Those answered once are rows of tables; those answered per case study are a matrix first, then
     sections of their own, in which one answer given for several case studies stands once. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale"
                exclude-result-prefixes="d p a l">

  <!-- Says so where only what is open is shown and nothing is. -->
  <xsl:template name="nothing-open-here">
    <xsl:variable name="any"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="not(string($any))"><p><xsl:value-of select="l:message('report.nothing-open-here')"/></p></xsl:if>
  </xsl:template>

  <!-- What is asked: the program's words, in two languages if they are there -->

  <xsl:template match="p:item" mode="asked">
    <xsl:choose>
      <xsl:when test="$second-language">
        <div class="bilingual">
          <div><xsl:apply-templates select="p:requirement | p:choice[@from] | p:followup | p:evidence" mode="asked"/></div>
          <div lang="{$second-language}" dir="{l:direction($second-language)}">
            <p class="title"><xsl:call-template name="second-text"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></p>
            <xsl:apply-templates select="p:requirement | p:choice[@from] | p:followup | p:evidence" mode="asked-second"/>
          </div>
        </div>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="p:requirement | p:choice[@from] | p:followup | p:evidence" mode="asked"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="p:requirement | p:followup | p:evidence" mode="asked">
    <xsl:call-template name="prose"><xsl:with-param name="id" select="concat('item.', ../@id, '.', local-name())"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:choice" mode="asked">
    <p><xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></p>
  </xsl:template>
  <xsl:template match="p:requirement | p:followup | p:evidence" mode="asked-second">
    <xsl:call-template name="second-prose"><xsl:with-param name="id" select="concat('item.', ../@id, '.', local-name())"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="p:choice" mode="asked-second">
    <p><xsl:call-template name="second-text"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></p>
  </xsl:template>

  <xsl:template name="section-heading">
    <h3>
      <xsl:if test="@number"><span class="number"><xsl:value-of select="@number"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:call-template name="text"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
    </h3>
  </xsl:template>
  <xsl:template match="p:item" mode="heading">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:if test="@number">
      <a class="number" href="#{$anchor}" aria-label="{l:message('label.link-to-item', string(@number))}"><xsl:value-of select="@number"/></a>
      <xsl:text> </xsl:text>
    </xsl:if>
    <span class="title"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></span>
  </xsl:template>

  <!-- Prerequisites -->

  <xsl:template name="prerequisites">
    <xsl:call-template name="nothing-open-here"/>
    <xsl:for-each select="p:section">
      <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
      <xsl:if test="string($shown)">
        <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
        <section id="{$anchor}" class="checklist">
          <xsl:call-template name="section-heading"/>
          <table class="answers">
            <caption><span><xsl:call-template name="text"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></span></caption>
            <colgroup><col class="what"/><col/><col class="met"/><col/></colgroup>
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="l:message('label.item')"/></th>
                <th scope="col"><xsl:value-of select="l:message('label.requirement')"/></th>
                <th scope="col"><xsl:value-of select="l:message('report.answer')"/></th>
                <th scope="col"><xsl:value-of select="l:message('report.comment-and-evidence')"/></th>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="p:item" mode="answer-row"/></tbody>
          </table>
        </section>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="p:item" mode="answer-row">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
      <xsl:variable name="cell" select="key('item-cells', @id)[1]"/>
      <xsl:variable name="needless"><xsl:apply-templates select="." mode="needless"/></xsl:variable>
      <xsl:text>&#10;</xsl:text>
      <tr id="{$anchor}" class="entry">
        <xsl:apply-templates select="." mode="filter-attributes"/>
        <th scope="row" class="what"><xsl:apply-templates select="." mode="heading"/></th>
        <td class="requirement">
          <xsl:choose>
            <xsl:when test="string($needless)"><xsl:call-template name="not-asked-words"/></xsl:when>
            <xsl:otherwise><xsl:apply-templates select="." mode="asked"/></xsl:otherwise>
          </xsl:choose>
        </td>
        <td class="met">
          <span class="label"><xsl:value-of select="l:message('report.answer')"/></span>
          <div class="value"><xsl:apply-templates select="$cell" mode="state"/><xsl:apply-templates select="$cell" mode="verdict"/></div>
        </td>
        <td class="said">
          <xsl:apply-templates select="p:choice | p:answer" mode="chosen"/>
          <xsl:choose>
            <xsl:when test="not($cell/@applies = 'no')"><xsl:apply-templates select="$cell" mode="said"/></xsl:when>
            <xsl:when test="not(string($needless))"><xsl:call-template name="not-asked-words"/></xsl:when>
          </xsl:choose>
        </td>
      </tr>
    </xsl:if>
  </xsl:template>

  <xsl:template name="not-asked-words"><p class="not-asked-of"><xsl:apply-templates select="." mode="not-asked"/></p></xsl:template>

  <!-- What the partner said of the solution where an item asks for it: the solution's element or attribute of the same name. -->
  <xsl:template match="p:choice | p:answer" mode="chosen">
    <xsl:variable name="chosen" select="$solution/a:category[current()/@from = 'categories'] | $solution/a:deployment-model[current()/@from = 'deployment-models']
                                        | $solution/*[@*[local-name() = current()/@id and . != 'open']] | $solution/*[current()/self::p:answer and local-name() = current()/@id]"/>
    <xsl:if test="$chosen[@ref or @*[local-name() = current()/@id] or normalize-space()]">
      <div class="chosen">
        <xsl:if test="self::p:answer">
          <span class="quiet"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', ../@id, '.', @id)"/></xsl:call-template></span><xsl:text> </xsl:text>
        </xsl:if>
        <xsl:call-template name="values"><xsl:with-param name="nodes" select="$chosen"/></xsl:call-template>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:choice" mode="chosen-options">
    <xsl:param name="options"/>
    <div class="chosen">
      <xsl:choose>
        <xsl:when test="count($options) &gt; 1">
          <ul class="values"><xsl:for-each select="$options"><li><xsl:apply-templates select="." mode="name"/></li></xsl:for-each></ul>
        </xsl:when>
        <xsl:when test="$options"><xsl:apply-templates select="$options" mode="name"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="not-stated"/></xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- What an answer and a finding say beside their state and verdict: choices, facts, comment, evidence, note. -->
  <xsl:template match="d:cell" mode="said">
    <xsl:variable name="answer" select="key('answer', @answer)"/>
    <xsl:variable name="note" select="key('finding', @finding)/a:note"/>
    <xsl:apply-templates select="$answer" mode="choices"/>
    <xsl:if test="$answer/a:record">
      <dl class="facts records">
        <xsl:for-each select="$answer/a:record">
          <div>
            <dt>
              <xsl:variable name="name"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', ../@item, '.', @ref)"/></xsl:call-template></xsl:variable>
              <xsl:value-of select="$name"/>
            </dt>
            <dd><xsl:apply-templates select="." mode="value"/></dd>
          </div>
        </xsl:for-each>
      </dl>
    </xsl:if>
    <xsl:if test="normalize-space($answer/a:comment)"><xsl:apply-templates select="$answer/a:comment" mode="words"/></xsl:if>
    <xsl:if test="normalize-space($answer/@evidence)">
      <div class="proof">
        <xsl:call-template name="labelled">
          <xsl:with-param name="label" select="l:message('report.evidence')"/>
          <xsl:with-param name="value"><xsl:call-template name="evidence-links"><xsl:with-param name="ids" select="$answer/@evidence"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </div>
    </xsl:if>
    <xsl:if test="normalize-space($note)">
      <div class="note">
        <strong class="lead"><xsl:value-of select="l:message('report.finding')"/></strong>
        <xsl:apply-templates select="$note" mode="words"/>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Matrix -->

  <xsl:template name="matrix">
    <xsl:variable name="any"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="not($case-studies)"><p><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></p></xsl:when>
      <xsl:when test="not(string($any))"><p><xsl:value-of select="l:message('report.nothing-open-here')"/></p></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="symbols"/>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="caption-{@id}">
          <table class="grid matrix">
            <xsl:if test="count($case-studies) &gt; 5"><xsl:attribute name="class">grid matrix many</xsl:attribute></xsl:if>
            <caption id="caption-{@id}"><span><xsl:value-of select="l:message('report.matrix')"/></span></caption>
            <colgroup><col class="what"/><xsl:for-each select="$case-studies"><col/></xsl:for-each></colgroup>
            <thead>
              <tr>
                <th scope="col" class="what"><xsl:value-of select="l:message('label.item')"/></th>
                <xsl:for-each select="$case-studies">
                  <th scope="col"><span class="number"><xsl:value-of select="l:number(position())"/></span><xsl:text> </xsl:text><xsl:apply-templates select="." mode="name"/></th>
                </xsl:for-each>
              </tr>
            </thead>
            <xsl:apply-templates select="p:section" mode="matrix"/>
          </table>
        </div>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What the symbols mean. -->
  <xsl:template name="symbols">
    <dl class="symbols">
      <div>
        <dt><xsl:value-of select="l:message('report.partner-says')"/></dt>
        <dd><xsl:call-template name="symbol"><xsl:with-param name="state" select="'met'"/></xsl:call-template></dd>
        <dd><xsl:call-template name="symbol"><xsl:with-param name="state" select="'not-met'"/></xsl:call-template></dd>
        <dd><xsl:call-template name="symbol"><xsl:with-param name="state" select="'not-applicable'"/></xsl:call-template></dd>
        <dd><xsl:call-template name="symbol"><xsl:with-param name="state" select="'open'"/></xsl:call-template></dd>
        <dd><span class="state not-asked"><span class="swatch" aria-hidden="true"/><span class="word"><xsl:value-of select="l:message('report.state-not-asked')"/></span></span></dd>
      </div>
      <xsl:if test="$audit">
        <div>
          <dt><xsl:value-of select="l:message('report.auditor-says')"/></dt>
          <dd><xsl:call-template name="symbol"><xsl:with-param name="verdict" select="'accepted'"/></xsl:call-template></dd>
          <dd><xsl:call-template name="symbol"><xsl:with-param name="verdict" select="'rejected'"/></xsl:call-template></dd>
          <dd><xsl:call-template name="symbol"><xsl:with-param name="verdict" select="'question'"/></xsl:call-template></dd>
        </div>
      </xsl:if>
    </dl>
  </xsl:template>
  <xsl:template name="symbol">
    <xsl:param name="state"/>
    <xsl:param name="verdict"/>
    <xsl:variable name="kind"><xsl:choose><xsl:when test="$state">state</xsl:when><xsl:otherwise>verdict</xsl:otherwise></xsl:choose></xsl:variable>
    <span class="{$kind} {$state}{$verdict}">
      <span class="mark" aria-hidden="true">
        <xsl:choose>
          <xsl:when test="$state"><xsl:call-template name="state-symbol"><xsl:with-param name="state" select="$state"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:call-template name="verdict-symbol"><xsl:with-param name="verdict" select="$verdict"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </span>
      <span class="word"><xsl:value-of select="l:message(concat('report.', $kind, '-', $state, $verdict))"/></span>
    </span>
  </xsl:template>

  <xsl:template match="p:section" mode="matrix">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <tbody class="group">
        <tr class="group">
          <th scope="rowgroup" colspan="{count($case-studies) + 1}">
            <span><xsl:if test="@number"><xsl:value-of select="@number"/><xsl:text> </xsl:text></xsl:if>
            <xsl:call-template name="text"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></span>
          </th>
        </tr>
        <xsl:apply-templates select="p:item" mode="matrix"/>
      </tbody>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:item" mode="matrix">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
      <xsl:text>&#10;</xsl:text>
      <tr class="entry">
        <xsl:apply-templates select="." mode="filter-attributes"/>
        <th scope="row" class="what">
          <a href="#{$anchor}">
            <span class="number"><xsl:value-of select="@number"/></span><xsl:if test="@number"><xsl:text> </xsl:text></xsl:if>
            <xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template>
          </a>
        </th>
        <xsl:for-each select="key('item-cells', @id)">
          <td id="cell-{../@ref}_{@case-study}">
            <xsl:if test="@applies = 'no'"><xsl:attribute name="class">not-asked</xsl:attribute></xsl:if>
            <xsl:apply-templates select="." mode="state"/>
            <xsl:apply-templates select="." mode="verdict"/>
          </td>
        </xsl:for-each>
      </tr>
    </xsl:if>
  </xsl:template>

  <!-- Item by item -->

  <xsl:template name="items">
    <xsl:call-template name="nothing-open-here"/>
    <xsl:for-each select="p:section">
      <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
      <xsl:if test="string($shown)">
        <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
        <section id="{$anchor}" class="checklist">
          <xsl:call-template name="section-heading"/>
          <xsl:apply-templates select="p:item" mode="article"/>
        </section>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="p:item" mode="article">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
      <xsl:variable name="cells" select="key('item-cells', @id)"/>
      <xsl:text>&#10;</xsl:text>
      <article id="{$anchor}" class="item entry">
        <xsl:apply-templates select="." mode="filter-attributes"/>
        <div class="asked">
          <h4><xsl:apply-templates select="." mode="heading"/></h4>
          <xsl:variable name="needless"><xsl:apply-templates select="." mode="needless"/></xsl:variable>
          <xsl:if test="not(string($needless))"><div class="requirement"><xsl:apply-templates select="." mode="asked"/><xsl:apply-templates select="." mode="conditions"/></div></xsl:if>
        </div>
        <div class="answers">
          <xsl:apply-templates select="." mode="groups"/>
          <xsl:if test="$cells[@applies = 'no']">
            <p class="not-asked-of">
              <xsl:call-template name="fill-list">
                <xsl:with-param name="message" select="'report.not-asked-of'"/>
                <xsl:with-param name="cells" select="$cells[@applies = 'no']"/>
              </xsl:call-template>
            </p>
          </xsl:if>
        </div>
      </article>
    </xsl:if>
  </xsl:template>

  <!-- What deployment models make of it. -->
  <xsl:template match="p:applies" mode="condition">
    <xsl:param name="models"/>
    <xsl:param name="words"/>
    <p><xsl:call-template name="labelled"><xsl:with-param name="label" select="$models"/><xsl:with-param name="value" select="$words"/></xsl:call-template></p>
  </xsl:template>

  <!-- A message around a list of case studies. -->
  <xsl:template name="fill-list">
    <xsl:param name="message"/>
    <xsl:param name="cells"/>
    <xsl:variable name="text" select="l:message($message, '&#xE00F;')"/>
    <xsl:value-of select="substring-before($text, '&#xE00F;')"/>
    <xsl:call-template name="case-study-list"><xsl:with-param name="cells" select="$cells"/></xsl:call-template>
    <xsl:value-of select="substring-after($text, '&#xE00F;')"/>
  </xsl:template>

  <!-- Case studies that one answer and one finding were given for. -->
  <xsl:template match="d:cell" mode="group">
    <xsl:param name="group"/>
    <div class="said">
      <p class="of">
        <xsl:apply-templates select="." mode="state"/>
        <xsl:apply-templates select="." mode="verdict"/>
        <xsl:text> </xsl:text>
        <span class="studies">
          <xsl:choose>
            <xsl:when test="count($group) = count($case-studies) and count($group) &gt; 1"><xsl:value-of select="l:message('report.all-case-studies')"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="case-study-list"><xsl:with-param name="cells" select="$group"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </span>
      </p>
      <xsl:apply-templates select="." mode="said"/>
    </div>
  </xsl:template>
</xsl:stylesheet>

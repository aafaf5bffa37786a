<?xml version="1.0" encoding="UTF-8"?>
<!-- What the assessment says beside its answers: partner and solution, case studies, evidence, sign-off. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" xmlns:str="http://exslt.org/strings"
                xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" exclude-result-prefixes="p c a l str">

  <!-- Partner and solution -->

  <xsl:template name="partner-and-solution">
    <fo:wrapper role="Sect">
      <fo:block xsl:use-attribute-sets="section-heading" space-before="6pt"><xsl:value-of select="l:message('report.partner')"/></fo:block>
      <xsl:call-template name="fields"><xsl:with-param name="rows"><xsl:apply-templates select="$partner" mode="fields"/></xsl:with-param></xsl:call-template>
    </fo:wrapper>
    <fo:wrapper role="Sect">
      <fo:block xsl:use-attribute-sets="section-heading"><xsl:value-of select="l:message('report.solution')"/></fo:block>
      <xsl:call-template name="fields"><xsl:with-param name="rows"><xsl:apply-templates select="$solution" mode="fields"/></xsl:with-param></xsl:call-template>
    </fo:wrapper>
  </xsl:template>
  <xsl:template name="fields">
    <xsl:param name="rows"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="45mm"/>
      <fo:table-column column-width="proportional-column-width(1)"/>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.field')"/></xsl:call-template>
          <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.details')"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body><xsl:copy-of select="$rows"/></fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template match="a:partner" mode="fields">
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-name')"/><xsl:with-param name="value"><xsl:apply-templates select="a:name" mode="name"/></xsl:with-param></xsl:call-template>
    <xsl:call-template name="field">
      <xsl:with-param name="label" select="l:message('report.field-tier')"/>
      <xsl:with-param name="value"><xsl:if test="normalize-space(a:tier)"><xsl:value-of select="l:message(concat('report.tier-', normalize-space(a:tier)))"/></xsl:if></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('label.contact')"/><xsl:with-param name="value"><xsl:apply-templates select="a:contact/a:name" mode="name"/></xsl:with-param></xsl:call-template>
    <xsl:if test="a:contact/a:role"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-role')"/><xsl:with-param name="value"><xsl:apply-templates select="a:contact/a:role" mode="name"/></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-email')"/><xsl:with-param name="value"><xsl:call-template name="mail-address"><xsl:with-param name="address" select="a:contact/a:email"/></xsl:call-template></xsl:with-param></xsl:call-template>
    <xsl:if test="a:contact/a:phone"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-phone')"/><xsl:with-param name="value"><xsl:value-of select="concat($rightwards, normalize-space(a:contact/a:phone), $rightwards-end)"/></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-website')"/><xsl:with-param name="value"><xsl:call-template name="address"><xsl:with-param name="href" select="a:website"/></xsl:call-template></xsl:with-param></xsl:call-template>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-landing-page')"/><xsl:with-param name="value"><xsl:call-template name="address"><xsl:with-param name="href" select="a:landing-page"/></xsl:call-template></xsl:with-param></xsl:call-template>
    <xsl:call-template name="field">
      <xsl:with-param name="label" select="l:message('report.field-competencies')"/>
      <xsl:with-param name="value">
        <xsl:choose>
          <xsl:when test="a:competencies/a:competency"><xsl:apply-templates select="a:competencies/a:competency" mode="lines"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:message('report.none')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="*" mode="lines"><fo:block><xsl:apply-templates select="." mode="speak"/><xsl:apply-templates select="." mode="name"/></fo:block></xsl:template>
  <!-- A category that has subcategories, and those under it that the solution is in. -->
  <xsl:template match="a:category[key('category', @ref)/p:subcategory]" mode="lines">
    <fo:block space-before="3pt" space-before.conditionality="discard" font-weight="bold" keep-with-next.within-page="always"><xsl:apply-templates select="." mode="name"/></fo:block>
    <fo:block start-indent="from-parent(start-indent) + 8pt" space-after="3pt" space-after.conditionality="discard">
      <xsl:apply-templates select="a:subcategory" mode="lines"/>
      <xsl:if test="not(a:subcategory)"><xsl:call-template name="stated"/></xsl:if>
    </fo:block>
  </xsl:template>

  <xsl:template match="a:solution" mode="fields">
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-name')"/><xsl:with-param name="value"><xsl:apply-templates select="a:name" mode="name"/></xsl:with-param></xsl:call-template>
    <xsl:if test="a:description"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-description')"/><xsl:with-param name="value"><xsl:apply-templates select="a:description" mode="free-text"/></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-categories', count(a:category))"/><xsl:with-param name="value"><xsl:apply-templates select="a:category" mode="lines"/></xsl:with-param></xsl:call-template>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-deployment-models', count(a:deployment-model))"/><xsl:with-param name="value"><xsl:apply-templates select="a:deployment-model" mode="lines"/></xsl:with-param></xsl:call-template>
    <xsl:if test="$asks-customers"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-customers')"/><xsl:with-param name="value"><xsl:if test="normalize-space(a:customers)"><xsl:value-of select="l:number(number(a:customers))"/></xsl:if></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:call-template name="field">
      <xsl:with-param name="label" select="l:message('report.field-marketplace')"/>
      <xsl:with-param name="value">
        <xsl:if test="a:marketplace/@listed != 'open'"><fo:block><xsl:value-of select="l:message(concat('label.', a:marketplace/@listed))"/></fo:block></xsl:if>
        <xsl:if test="normalize-space(a:marketplace/@href)"><fo:block><xsl:call-template name="address"><xsl:with-param name="href" select="a:marketplace/@href"/></xsl:call-template></fo:block></xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$asks-compensation"><xsl:call-template name="field">
      <xsl:with-param name="label" select="l:message('report.field-compensation')"/>
      <xsl:with-param name="value">
        <xsl:if test="a:sales-compensation/@plan != 'open'"><fo:block><xsl:value-of select="l:message(concat('label.', a:sales-compensation/@plan))"/></fo:block></xsl:if>
        <xsl:apply-templates select="a:sales-compensation" mode="free-text"><xsl:with-param name="before" select="'3pt'"/></xsl:apply-templates>
      </xsl:with-param>
    </xsl:call-template></xsl:if>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-support')"/><xsl:with-param name="value"><xsl:apply-templates select="a:support" mode="free-text"/></xsl:with-param></xsl:call-template>
    <xsl:for-each select="a:document"><xsl:call-template name="document-field"/></xsl:for-each>
  </xsl:template>
  <xsl:template name="document-field">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('document.', @ref, '.title')"/></xsl:call-template></xsl:variable>
    <xsl:call-template name="field">
      <xsl:with-param name="label" select="string($title)"/>
      <xsl:with-param name="value"><xsl:call-template name="piece-lines"><xsl:with-param name="pieces" select="key('piece', str:tokenize(@evidence))"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Case studies: as few tables of at most three columns as will do, as even as can be. -->

  <xsl:template name="side-by-side">
    <xsl:variable name="tables" select="ceiling(count($case-studies) div 3)"/>
    <xsl:if test="not($case-studies)"><fo:block><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></fo:block></xsl:if>
    <xsl:for-each select="$case-studies[position() &lt;= $tables]">
      <xsl:variable name="from" select="floor((position() - 1) * count($case-studies) div $tables)"/>
      <xsl:variable name="to" select="floor(position() * count($case-studies) div $tables)"/>
      <xsl:call-template name="columns"><xsl:with-param name="studies" select="$case-studies[position() &gt; $from and position() &lt;= $to]"/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- More characters than this make a column too long to be read beside others: such texts stand below the table, right across. -->
  <xsl:variable name="column-length"><xsl:choose><xsl:when test="$dense">450</xsl:when><xsl:otherwise>1100</xsl:otherwise></xsl:choose></xsl:variable>

  <xsl:template name="columns">
    <xsl:param name="studies"/>
    <fo:table xsl:use-attribute-sets="table" space-before="14pt">
      <fo:table-column column-width="29mm"/>
      <xsl:for-each select="$studies"><fo:table-column column-width="proportional-column-width(1)"/></xsl:for-each>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.case-study')"/></xsl:call-template>
          <xsl:for-each select="$studies">
            <xsl:variable name="number"><xsl:apply-templates select="." mode="number"/></xsl:variable>
            <fo:table-cell xsl:use-attribute-sets="header-cell"><fo:block hyphenate="false"><xsl:value-of select="l:number(number($number))"/>&#x2002;<xsl:apply-templates select="." mode="name"/></fo:block></fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'website'"/></xsl:call-template>
        <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'deployment-model'"/></xsl:call-template>
        <xsl:if test="$asks-subcategories"><xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'subcategories'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'status'"/></xsl:call-template>
        <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'production-date'"/></xsl:call-template>
        <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'public-link'"/></xsl:call-template>
        <xsl:if test="$studies/@reused"><xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'reused'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'third-party'"/></xsl:call-template>
        <xsl:for-each select="$program/p:part/p:documents/p:document[key('documents-of', @id)[parent::a:case-study]]">
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="document" select="@id"/></xsl:call-template>
        </xsl:for-each>
        <xsl:if test="not($studies/a:challenge[string-length() &gt; $column-length])"><xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'challenge'"/></xsl:call-template></xsl:if>
        <xsl:if test="not($studies/a:deployment[string-length() &gt; $column-length])"><xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'deployment'"/></xsl:call-template></xsl:if>
        <xsl:if test="not($studies/a:outcomes[string-length() &gt; $column-length])"><xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="field" select="'outcomes'"/></xsl:call-template></xsl:if>
      </fo:table-body>
    </fo:table>
    <xsl:call-template name="long-texts"><xsl:with-param name="texts" select="$studies/a:challenge"/><xsl:with-param name="field" select="'challenge'"/></xsl:call-template>
    <xsl:call-template name="long-texts"><xsl:with-param name="texts" select="$studies/a:deployment"/><xsl:with-param name="field" select="'deployment'"/></xsl:call-template>
    <xsl:call-template name="long-texts"><xsl:with-param name="texts" select="$studies/a:outcomes"/><xsl:with-param name="field" select="'outcomes'"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="study-row">
    <xsl:param name="studies"/>
    <xsl:param name="field"/>
    <xsl:param name="document"/>
    <xsl:variable name="asked"><xsl:call-template name="asks-field"><xsl:with-param name="field" select="$field"/></xsl:call-template></xsl:variable>
    <xsl:if test="string($asked)"><fo:table-row>
      <xsl:if test="not($studies/*[local-name() = $field][string-length() &gt; $column-length * 0.8])"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <!-- A table does not start at the foot of a page with a row or two. -->
      <xsl:if test="$field = 'website' or $field = 'deployment-model' or $field = 'subcategories' or $field = 'status'"><xsl:attribute name="keep-with-next.within-page">always</xsl:attribute></xsl:if>
      <fo:table-cell xsl:use-attribute-sets="cell phrases" role="TH">
        <fo:block font-weight="bold" hyphenate="{not($cjk)}">
          <xsl:choose>
            <xsl:when test="$document"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('document.', $document, '.title')"/></xsl:call-template></xsl:when>
            <xsl:when test="$field = 'deployment-model'"><xsl:value-of select="l:message('report.field-deployment-models', 1)"/></xsl:when>
            <xsl:when test="$field = 'subcategories'"><xsl:value-of select="l:message('report.field-subcategories', 2)"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="l:message(concat('report.field-', $field))"/></xsl:otherwise>
          </xsl:choose>
        </fo:block>
      </fo:table-cell>
      <xsl:for-each select="$studies">
        <xsl:variable name="value">
          <xsl:choose>
            <xsl:when test="$document"><xsl:call-template name="piece-lines"><xsl:with-param name="pieces" select="key('piece', str:tokenize(a:document[@ref = $document]/@evidence))"/></xsl:call-template></xsl:when>
            <xsl:otherwise><xsl:apply-templates select="." mode="field"><xsl:with-param name="field" select="$field"/></xsl:apply-templates></xsl:otherwise>
          </xsl:choose>
        </xsl:variable>
        <fo:table-cell xsl:use-attribute-sets="cell"><xsl:call-template name="stated"><xsl:with-param name="value" select="$value"/></xsl:call-template></fo:table-cell>
      </xsl:for-each>
    </fo:table-row></xsl:if>
  </xsl:template>

  <xsl:template match="a:case-study" mode="field">
    <xsl:param name="field"/>
    <xsl:choose>
      <xsl:when test="$field = 'website'"><xsl:call-template name="address"><xsl:with-param name="href" select="a:website"/></xsl:call-template></xsl:when>
      <xsl:when test="$field = 'public-link'">
        <xsl:choose>
          <xsl:when test="normalize-space(a:public-link)"><xsl:call-template name="address"><xsl:with-param name="href" select="a:public-link"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:message('report.none')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:when test="$field = 'deployment-model'"><xsl:apply-templates select="key('model', key('model-of', @id)/@model)" mode="name"/></xsl:when>
      <xsl:when test="$field = 'subcategories'">
        <xsl:for-each select="key('subcategory', str:tokenize(@subcategories))"><fo:block><xsl:apply-templates select="." mode="name"/></fo:block></xsl:for-each>
      </xsl:when>
      <xsl:when test="$field = 'status'"><xsl:if test="normalize-space(a:status)"><xsl:value-of select="l:message(concat('report.status-', normalize-space(a:status)))"/></xsl:if></xsl:when>
      <xsl:when test="$field = 'production-date'"><xsl:if test="normalize-space(a:production-date)"><xsl:value-of select="l:date(normalize-space(a:production-date))"/></xsl:if></xsl:when>
      <xsl:when test="$field = 'reused'">
        <xsl:choose>
          <xsl:when test="@reused = 'yes'"><xsl:value-of select="l:message('label.yes')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="l:message('label.no')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:when test="$field = 'third-party'">
        <xsl:choose>
          <xsl:when test="a:third-party/a:product"><xsl:apply-templates select="a:third-party/a:product" mode="lines"/></xsl:when>
          <xsl:when test="a:third-party"><xsl:value-of select="l:message('report.none')"/></xsl:when>
        </xsl:choose>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="*[local-name() = $field]" mode="free-text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:key name="model-of" match="d:cell[@model]" use="@case-study"/>
  <xsl:key name="documents-of" match="a:document" use="@ref"/>

  <xsl:template name="long-texts">
    <xsl:param name="texts"/>
    <xsl:param name="field"/>
    <xsl:if test="$texts[string-length() &gt; $column-length]">
      <fo:wrapper role="Sect">
        <fo:block xsl:use-attribute-sets="section-heading" space-before="14pt"><xsl:value-of select="l:message(concat('report.field-', $field))"/></fo:block>
        <xsl:for-each select="$texts">
          <xsl:variable name="number"><xsl:apply-templates select=".." mode="number"/></xsl:variable>
          <xsl:variable name="value"><xsl:apply-templates select="." mode="free-text"/></xsl:variable>
          <fo:wrapper role="Sect">
            <fo:block xsl:use-attribute-sets="item-heading" space-before="8pt"><xsl:value-of select="l:number(number($number))"/>&#x2002;<xsl:apply-templates select=".." mode="name"/></fo:block>
            <xsl:call-template name="stated"><xsl:with-param name="value" select="$value"/></xsl:call-template>
          </fo:wrapper>
        </xsl:for-each>
      </fo:wrapper>
    </xsl:if>
  </xsl:template>

  <!-- Evidence -->

  <xsl:template name="evidence">
    <xsl:variable name="pieces" select="a:evidence/a:piece"/>
    <xsl:choose>
      <xsl:when test="not($pieces)"><fo:block><xsl:value-of select="l:message('report.evidence-none')"/></fo:block></xsl:when>
      <xsl:otherwise>
        <fo:table xsl:use-attribute-sets="table">
          <!-- four groups of a digest on a line, three on the shorter paper -->
          <fo:table-column column-width="29mm"/>
          <fo:table-column column-width="proportional-column-width(1)"/>
          <fo:table-column column-width="24mm"/>
          <fo:table-column column-width="32mm"/>
          <fo:table-column column-width="42mm"/>
          <fo:table-column column-width="{61 - 14 * $letter}mm"/>
          <fo:table-column column-width="{22 + 12 * $asks-unnumbered}mm"/>
          <fo:table-header>
            <fo:table-row>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.evidence-id')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.title')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.language')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.date')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.evidence-source')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.evidence-digest')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.evidence-items')"/></xsl:call-template>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body><xsl:apply-templates select="$pieces" mode="row"/></fo:table-body>
        </fo:table>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:piece" mode="row">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
    <fo:table-row id="evidence-{@id}" keep-together.within-page="always">
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt"><fo:block xsl:use-attribute-sets="data"><xsl:call-template name="breakable"><xsl:with-param name="name" select="string(@id)"/></xsl:call-template></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt" role="TH"><fo:block font-weight="bold"><xsl:apply-templates select="a:title" mode="speak"/><xsl:apply-templates select="a:title" mode="name"/></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt"><fo:block><xsl:value-of select="l:language-name(string($own))"/></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt">
        <xsl:call-template name="stated"><xsl:with-param name="value"><xsl:if test="@date"><xsl:value-of select="l:date(string(@date))"/></xsl:if></xsl:with-param></xsl:call-template>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt">
        <xsl:if test="not(@file or @href)"><xsl:call-template name="stated"/></xsl:if>
        <xsl:if test="@file"><fo:block xsl:use-attribute-sets="data"><xsl:call-template name="breakable"><xsl:with-param name="name" select="string(@file)"/></xsl:call-template></fo:block></xsl:if>
        <xsl:if test="@d:file = 'absent'"><fo:block color="{$alarm}" font-weight="bold"><xsl:value-of select="l:message('report.evidence-absent')"/></fo:block></xsl:if>
        <xsl:if test="@href"><fo:block><xsl:call-template name="address"><xsl:with-param name="href" select="@href"/></xsl:call-template></fo:block></xsl:if>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt">
        <xsl:choose>
          <xsl:when test="@sha256"><fo:block xsl:use-attribute-sets="data"><xsl:call-template name="digest-groups"><xsl:with-param name="digest" select="string(@sha256)"/></xsl:call-template></fo:block></xsl:when>
          <xsl:otherwise><fo:block color="{$quiet}"><xsl:value-of select="l:message('report.no-digest')"/></fo:block></xsl:otherwise>
        </xsl:choose>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt"><xsl:call-template name="used-in"/></fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <xsl:attribute-set name="data">
    <xsl:attribute name="role">Code</xsl:attribute>
    <xsl:attribute name="font-family">Noto Sans Mono</xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$small-size"/></xsl:attribute>
    <xsl:attribute name="hyphenate">false</xsl:attribute>
  </xsl:attribute-set>

  <!-- Each item once, by its number; those without one, and documents, by their titles. -->
  <xsl:template name="used-in">
    <xsl:variable name="uses" select="key('use-of', @id)"/>
    <xsl:variable name="items" select="key('item', $uses/@item)"/>
    <fo:block>
      <xsl:for-each select="$items[@number]">
        <xsl:if test="position() &gt; 1"><xsl:value-of select="$apart"/></xsl:if>
        <xsl:apply-templates select="." mode="number-link"/>
      </xsl:for-each>
    </fo:block>
    <xsl:for-each select="$items[not(@number)]"><fo:block space-before="2pt"><xsl:apply-templates select="." mode="number-link"/></fo:block></xsl:for-each>
    <xsl:for-each select="key('document', $uses/@ref)">
      <fo:block><xsl:call-template name="words"><xsl:with-param name="id" select="concat('document.', @id, '.title')"/></xsl:call-template></fo:block>
    </xsl:for-each>
    <xsl:if test="not($uses)"><fo:block color="{$quiet}"><xsl:value-of select="l:message('report.evidence-unused')"/></fo:block></xsl:if>
  </xsl:template>

  <!-- Sign-off -->

  <xsl:template name="sign-off">
    <xsl:if test="$audit">
      <xsl:call-template name="fields"><xsl:with-param name="rows"><xsl:apply-templates select="$audit" mode="fields"/></xsl:with-param></xsl:call-template>
    </xsl:if>
    <xsl:if test="not($audit/a:decision[@verdict != 'open'])">
      <xsl:call-template name="signature"><xsl:with-param name="words" select="l:message('report.sign-partner')"/></xsl:call-template>
      <xsl:call-template name="signature"><xsl:with-param name="words" select="l:message('report.sign-auditor')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template match="a:audit" mode="fields">
    <xsl:call-template name="field">
      <xsl:with-param name="label" select="l:message('report.decision')"/>
      <xsl:with-param name="value"><fo:inline font-weight="bold"><xsl:value-of select="l:message(concat('report.decision-', a:decision/@verdict))"/></fo:inline></xsl:with-param>
    </xsl:call-template>
    <xsl:if test="a:decision/@date"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.decision-date')"/><xsl:with-param name="value" select="l:date(string(a:decision/@date))"/></xsl:call-template></xsl:if>
    <xsl:if test="normalize-space(a:decision)"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.decision-reasons')"/><xsl:with-param name="value"><xsl:apply-templates select="a:decision" mode="free-text"/></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.auditor')"/><xsl:with-param name="value"><xsl:apply-templates select="a:auditor/a:name" mode="name"/></xsl:with-param></xsl:call-template>
    <xsl:if test="a:auditor/a:organization"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.organization')"/><xsl:with-param name="value"><xsl:apply-templates select="a:auditor/a:organization" mode="name"/></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:if test="a:auditor/a:email"><xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.field-email')"/><xsl:with-param name="value"><xsl:call-template name="mail-address"><xsl:with-param name="address" select="a:auditor/a:email"/></xsl:call-template></xsl:with-param></xsl:call-template></xsl:if>
    <xsl:call-template name="field"><xsl:with-param name="label" select="l:message('report.audit-date')"/><xsl:with-param name="value" select="l:date(string(@date))"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="signature">
    <xsl:param name="words"/>
    <fo:block role="Sect" space-before="26pt" keep-together.within-page="always">
      <fo:block role="H3" font-weight="bold"><xsl:value-of select="$words"/></fo:block>
      <xsl:call-template name="signature-line"><xsl:with-param name="label" select="l:message('report.sign-name')"/><xsl:with-param name="words" select="$words"/></xsl:call-template>
      <xsl:call-template name="signature-line"><xsl:with-param name="label" select="l:message('report.sign-place-date')"/><xsl:with-param name="words" select="$words"/></xsl:call-template>
      <xsl:call-template name="signature-line"><xsl:with-param name="label" select="l:message('report.sign-signature')"/><xsl:with-param name="words" select="$words"/></xsl:call-template>
    </fo:block>
  </xsl:template>
  <xsl:template name="signature-line">
    <xsl:param name="label"/>
    <xsl:param name="words"/>
    <fo:block space-before="20pt" text-align-last="justify">
      <fo:inline color="{$quiet}"><xsl:value-of select="$label"/></fo:inline>
      <fo:leader leader-length="6pt"/>
      <fo:leader role="Form" d:control="tv" fox:alt-text="{l:message('report.labelled', $words, $label)}" leader-pattern="rule" rule-thickness="0.6pt" color="{$quiet}" leader-length.minimum="40mm" leader-length.optimum="60mm" leader-length.maximum="100%"/>
    </fo:block>
  </xsl:template>
</xsl:stylesheet>

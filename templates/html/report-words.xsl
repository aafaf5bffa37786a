<?xml version="1.0" encoding="UTF-8"?>
<!-- The words of partner and auditor in a page, with their language, and what stands for a state or a verdict. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="d p a l str">

  <!-- lang where it is another language than the page's. -->
  <xsl:template name="own-language">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
    <xsl:if test="string($own) != $language"><xsl:attribute name="lang"><xsl:value-of select="$own"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- Names: what the partner wrote is not to be translated by a browser. -->
  <xsl:template match="a:partner | a:solution | a:case-study" mode="name">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="name-language"/></xsl:variable>
    <span class="name" dir="auto">
      <xsl:if test="string($own)"><xsl:attribute name="translate">no</xsl:attribute></xsl:if>
      <xsl:if test="string($own) and string($own) != $language"><xsl:attribute name="lang"><xsl:value-of select="$own"/></xsl:attribute></xsl:if>
      <xsl:apply-templates select="." mode="plain-name"/>
    </span>
  </xsl:template>
  <xsl:template match="a:name | a:role | a:organization | a:product | a:title" mode="name">
    <span class="name" dir="auto"><xsl:call-template name="own-language"/><xsl:value-of select="normalize-space(.)"/></span>
  </xsl:template>
  <xsl:template match="a:category" mode="name"><xsl:apply-templates select="key('category', @ref)" mode="name"/></xsl:template>
  <xsl:template match="a:subcategory" mode="name"><xsl:apply-templates select="key('subcategory', @ref)" mode="name"/></xsl:template>
  <xsl:template match="a:deployment-model" mode="name"><xsl:apply-templates select="key('model', @ref)" mode="name"/></xsl:template>
  <xsl:template match="a:competency" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('competency.', @ref)"/></xsl:call-template>
  </xsl:template>

  <!-- A free text, after the name of its language where that is not the page's. -->
  <xsl:template match="a:*" mode="words">
    <xsl:variable name="label"><xsl:apply-templates select="." mode="language-label"/></xsl:variable>
    <xsl:if test="string($label)"><p class="tongue"><xsl:value-of select="$label"/></p></xsl:if>
    <div class="words" dir="auto">
      <xsl:call-template name="own-language"/>
      <xsl:apply-templates select="." mode="free-text"/>
    </div>
  </xsl:template>

  <xsl:template name="date">
    <xsl:param name="date"/>
    <time datetime="{$date}"><xsl:value-of select="l:date(string($date))"/></time>
  </xsl:template>
  <xsl:template name="address">
    <xsl:param name="address"/>
    <a class="address" href="{$address}" rel="external nofollow" translate="no"><xsl:value-of select="$address"/></a>
  </xsl:template>
  <xsl:template name="not-stated"><span class="lacking"><xsl:value-of select="l:message('report.not-stated')"/></span></xsl:template>

  <!-- States and verdicts: a symbol, and its word for those who cannot see or tell it. -->

  <xsl:template match="d:cell" mode="state">
    <xsl:param name="class" select="'state'"/>
    <xsl:variable name="symbol"><xsl:apply-templates select="." mode="state-symbol"/></xsl:variable>
    <span>
      <xsl:attribute name="class">
        <xsl:value-of select="concat($class, ' ')"/>
        <xsl:choose>
          <xsl:when test="@applies = 'no'">not-asked</xsl:when>
          <xsl:otherwise><xsl:value-of select="@state"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:if test="string($symbol)"><span class="mark" aria-hidden="true"><xsl:value-of select="$symbol"/></span></xsl:if>
      <span class="word"><xsl:apply-templates select="." mode="state-word"/></span>
    </span>
  </xsl:template>

  <xsl:template match="d:cell" mode="verdict">
    <xsl:if test="$audit and not(@applies = 'no')">
      <xsl:text> </xsl:text>
      <span>
        <xsl:attribute name="class">
          <xsl:text>verdict </xsl:text>
          <xsl:choose><xsl:when test="@verdict"><xsl:value-of select="@verdict"/></xsl:when><xsl:otherwise>none</xsl:otherwise></xsl:choose>
        </xsl:attribute>
        <xsl:if test="@verdict">
          <span class="mark" aria-hidden="true"><xsl:call-template name="verdict-symbol"><xsl:with-param name="verdict" select="@verdict"/></xsl:call-template></span>
        </xsl:if>
        <span class="word"><xsl:apply-templates select="." mode="verdict-word"/></span>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- Links to pieces of evidence, by their ids: titles in their language, with what they lack. -->
  <!-- A label and what it names, with the marks that the language puts there. -->
  <xsl:template name="labelled">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:variable name="text" select="l:message('report.labelled', $label, '&#xE000;')"/>
    <span class="quiet"><xsl:value-of select="substring-before($text, '&#xE000;')"/></span>
    <xsl:copy-of select="$value"/>
    <xsl:value-of select="substring-after($text, '&#xE000;')"/>
  </xsl:template>

  <xsl:template name="evidence-links">
    <xsl:param name="ids"/>
    <xsl:if test="normalize-space($ids)">
      <ul class="evidence-links"><xsl:apply-templates select="str:tokenize($ids)" mode="evidence-link"/></ul>
    </xsl:if>
  </xsl:template>
  <xsl:template match="token" mode="evidence-link">
    <xsl:variable name="id" select="string(.)"/>
    <xsl:for-each select="$assessment">
      <li>
        <xsl:choose>
          <xsl:when test="$has-evidence"><a href="#evidence-{$id}"><xsl:apply-templates select="key('piece', $id)/a:title" mode="name"/></a></xsl:when>
          <xsl:otherwise><xsl:apply-templates select="key('piece', $id)/a:title" mode="name"/></xsl:otherwise>
        </xsl:choose>
      </li>
    </xsl:for-each>
  </xsl:template>

  <!-- Attributes by which the page's filter finds an item. -->
  <xsl:template match="p:item" mode="filter-attributes">
    <xsl:attribute name="data-section"><xsl:value-of select="../@id"/></xsl:attribute>
    <xsl:attribute name="data-who">
      <xsl:for-each select="key('points-of', @id)"><xsl:value-of select="concat(substring(' ', 1, position() - 1), @who)"/></xsl:for-each>
    </xsl:attribute>
    <xsl:attribute name="data-open">
      <xsl:choose>
        <xsl:when test="key('points-of', @id)">yes</xsl:when>
        <xsl:when test="key('item-cells', @id)[not(@applies = 'no')][@state = 'open' or @state = 'not-met' or @verdict = 'rejected' or @verdict = 'question']">yes</xsl:when>
        <xsl:otherwise>no</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- A part that is answered per case study as a matrix: a row an item, a column a case study, in each cell what the partner answered
     and, with an audit, what the auditor found. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="d p c a l">

  <xsl:template name="matrix">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <fo:block font-weight="bold"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('part.', @id, '.title')"/></xsl:call-template></fo:block>
    <xsl:choose>
      <xsl:when test="not($case-studies)"><fo:block space-before="6pt"><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></fo:block></xsl:when>
      <xsl:when test="not(string($shown))"><fo:block space-before="6pt"><xsl:value-of select="l:message('report.nothing-open-here')"/></fo:block></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="symbols"/>
        <xsl:if test="not($short-names)"><xsl:call-template name="legend"/></xsl:if>
        <xsl:call-template name="matrix-table"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What the symbols mean. -->
  <xsl:template name="symbols">
    <fo:block space-before="6pt" xsl:use-attribute-sets="quiet" line-height="1.5">
      <xsl:call-template name="labelled">
        <xsl:with-param name="label" select="l:message('report.partner-says')"/>
        <xsl:with-param name="value">
          <xsl:call-template name="state-key"><xsl:with-param name="state" select="'met'"/></xsl:call-template>
          <xsl:value-of select="$apart"/>
          <xsl:call-template name="state-key"><xsl:with-param name="state" select="'not-met'"/></xsl:call-template>
          <xsl:value-of select="$apart"/>
          <xsl:call-template name="state-key"><xsl:with-param name="state" select="'not-applicable'"/></xsl:call-template>
          <xsl:value-of select="$apart"/>
          <xsl:call-template name="state-key"><xsl:with-param name="state" select="'open'"/></xsl:call-template>
        </xsl:with-param>
      </xsl:call-template>
    </fo:block>
    <xsl:if test="$audit">
      <fo:block xsl:use-attribute-sets="quiet" line-height="1.5">
        <xsl:call-template name="labelled">
          <xsl:with-param name="label" select="l:message('report.auditor-says')"/>
          <xsl:with-param name="value">
            <xsl:call-template name="verdict-key"><xsl:with-param name="verdict" select="'accepted'"/></xsl:call-template>
            <xsl:value-of select="$apart"/>
            <xsl:call-template name="verdict-key"><xsl:with-param name="verdict" select="'rejected'"/></xsl:call-template>
            <xsl:value-of select="$apart"/>
            <xsl:call-template name="verdict-key"><xsl:with-param name="verdict" select="'question'"/></xsl:call-template>
          </xsl:with-param>
        </xsl:call-template>
      </fo:block>
    </xsl:if>
  </xsl:template>
  <xsl:template name="state-key">
    <xsl:param name="state"/>
    <xsl:call-template name="state-symbol"><xsl:with-param name="state" select="$state"/></xsl:call-template>&#xA0;<xsl:value-of select="l:message(concat('report.state-', $state))"/>
  </xsl:template>
  <xsl:template name="verdict-key">
    <xsl:param name="verdict"/>
    <xsl:call-template name="verdict-symbol"><xsl:with-param name="verdict" select="$verdict"/></xsl:call-template>&#xA0;<xsl:value-of select="l:message(concat('report.verdict-', $verdict))"/>
  </xsl:template>

  <xsl:template name="matrix-table">
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="{56 - 11 * $many}mm"/>
      <xsl:for-each select="$case-studies"><fo:table-column column-width="proportional-column-width(1)"/></xsl:for-each>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.item')"/></xsl:call-template>
          <xsl:for-each select="$case-studies">
            <fo:table-cell xsl:use-attribute-sets="header-cell" padding="4pt 2pt" hyphenate="{not($cjk)}">
              <fo:block><xsl:value-of select="l:number(position())"/></fo:block>
              <xsl:if test="$short-names"><fo:block font-weight="normal"><xsl:apply-templates select="a:customer" mode="speak"/><xsl:apply-templates select="." mode="name"/></fo:block></xsl:if>
            </fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body><xsl:apply-templates select="p:section" mode="matrix"/></fo:table-body>
    </fo:table>
  </xsl:template>
  <xsl:variable name="many" select="number(count($case-studies) &gt; 4)"/>

  <xsl:template match="p:section" mode="matrix">
    <xsl:variable name="section" select="."/>
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <fo:table-row keep-with-next.within-page="always" keep-together.within-page="always">
        <fo:table-cell xsl:use-attribute-sets="group-cell" role="TH">
          <fo:block><xsl:if test="@number"><xsl:value-of select="concat(@number, '&#x2002;')"/></xsl:if><xsl:call-template name="words"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></fo:block>
        </fo:table-cell>
        <xsl:for-each select="$case-studies">
          <fo:table-cell xsl:use-attribute-sets="group-cell" padding="4pt 2pt">
            <fo:block><xsl:apply-templates select="key('score', concat($section/../@id, ' ', $section/@id, ' ', @id))" mode="ratio"/></fo:block>
          </fo:table-cell>
        </xsl:for-each>
      </fo:table-row>
      <xsl:apply-templates select="p:item" mode="matrix"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:item" mode="matrix">
    <xsl:variable name="item" select="."/>
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:if test="string($shown)">
      <fo:table-row keep-together.within-page="always">
        <fo:table-cell xsl:use-attribute-sets="cell" padding="3pt 5pt" role="TH">
          <fo:block hyphenate="{not($cjk)}">
            <fo:basic-link internal-destination="{$anchor}" color="{$accent}" font-weight="bold">
              <xsl:value-of select="@number"/>
              <xsl:if test="not(@number)"><xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></xsl:if>
            </fo:basic-link>
            <xsl:if test="@number">
              <xsl:text>&#x2002;</xsl:text>
              <xsl:call-template name="words"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template>
            </xsl:if>
          </fo:block>
        </fo:table-cell>
        <xsl:for-each select="$case-studies"><xsl:apply-templates select="key('cell', concat($item/@id, ' ', @id))" mode="matrix"/></xsl:for-each>
      </fo:table-row>
    </xsl:if>
  </xsl:template>

  <xsl:template match="d:cell" mode="matrix">
    <fo:table-cell xsl:use-attribute-sets="cell" padding="3pt 2pt" font-size="{$small-size}">
      <xsl:choose>
        <xsl:when test="@applies = 'no'">
          <xsl:attribute name="background-color"><xsl:value-of select="$tint"/></xsl:attribute>
          <fo:block color="{$quiet}"><xsl:apply-templates select="." mode="state-word"/></fo:block>
        </xsl:when>
        <xsl:otherwise>
          <fo:block><xsl:apply-templates select="." mode="state"/></fo:block>
          <xsl:if test="$audit"><fo:block><xsl:apply-templates select="." mode="verdict"/></fo:block></xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </fo:table-cell>
  </xsl:template>
</xsl:stylesheet>

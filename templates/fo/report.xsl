<?xml version="1.0" encoding="UTF-8"?>
<!-- The audit report on paper: cover, contents, then a page sequence for each section (templates/report.xsl says which). Every word
     comes from the catalogs or from the assessment; what the assessment says stays in its language and says so. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="p c a l">
  <xsl:import href="../common.xsl"/>
  <xsl:import href="../report.xsl"/>
  <xsl:import href="../chart.xsl"/>
  <xsl:import href="style.xsl"/>
  <xsl:import href="inline.xsl"/>
  <xsl:import href="pages.xsl"/>
  <xsl:import href="continued.xsl"/>
  <xsl:import href="report-words.xsl"/>
  <xsl:import href="report-front.xsl"/>
  <xsl:import href="report-summary.xsl"/>
  <xsl:import href="report-facts.xsl"/>
  <xsl:import href="report-matrix.xsl"/>
  <xsl:import href="report-items.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:template match="/">
    <fo:root xml:lang="{$language}" xsl:use-attribute-sets="root" id="document">
      <xsl:call-template name="masters"><xsl:with-param name="wide" select="true()"/></xsl:call-template>
      <xsl:call-template name="metadata"/>
      <xsl:call-template name="bookmarks"/>
      <xsl:call-template name="cover"/>
      <xsl:if test="$audience != 'executive'">
        <fo:page-sequence master-reference="pages">
          <xsl:call-template name="running"/>
          <fo:flow flow-name="xsl-region-body"><fo:wrapper role="Sect"><xsl:call-template name="contents"/></fo:wrapper></fo:flow>
        </fo:page-sequence>
      </xsl:if>
      <xsl:call-template name="chapters"><xsl:with-param name="what" select="'pages'"/></xsl:call-template>
    </fo:root>
  </xsl:template>

  <!-- A section: what its content is, its id says (see mode="content"). -->
  <xsl:template match="*" mode="chapter">
    <xsl:param name="what"/>
    <xsl:param name="id"/>
    <xsl:variable name="anchor"><xsl:call-template name="chapter-anchor"><xsl:with-param name="id" select="$id"/></xsl:call-template></xsl:variable>
    <xsl:variable name="title"><xsl:call-template name="chapter-title"><xsl:with-param name="id" select="$id"/></xsl:call-template></xsl:variable>
    <xsl:choose>
      <xsl:when test="$what = 'entry'">
        <xsl:call-template name="entry"><xsl:with-param name="anchor" select="$anchor"/><xsl:with-param name="title" select="string($title)"/></xsl:call-template>
        <xsl:if test="$id = 'prerequisites' or $id = 'items'"><fo:wrapper role="TOC"><xsl:apply-templates select="p:section" mode="entry"/></fo:wrapper></xsl:if>
      </xsl:when>
      <xsl:when test="$what = 'bookmark'"><xsl:apply-templates select="." mode="bookmark"><xsl:with-param name="anchor" select="$anchor"/><xsl:with-param name="title" select="string($title)"/><xsl:with-param name="id" select="$id"/></xsl:apply-templates></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="wide"><xsl:call-template name="is-wide"><xsl:with-param name="id" select="$id"/></xsl:call-template></xsl:variable>
        <fo:page-sequence>
          <xsl:attribute name="master-reference"><xsl:choose><xsl:when test="string($wide)">wide</xsl:when><xsl:otherwise>pages</xsl:otherwise></xsl:choose></xsl:attribute>
          <xsl:call-template name="running"/>
          <fo:flow flow-name="xsl-region-body">
            <fo:wrapper>
              <!-- the matrix is another look at the part that follows -->
              <xsl:attribute name="role"><xsl:choose><xsl:when test="self::p:part and $id != 'matrix'">Part</xsl:when><xsl:otherwise>Sect</xsl:otherwise></xsl:choose></xsl:attribute>
              <fo:block id="{$anchor}" xsl:use-attribute-sets="chapter-heading">
                <fo:marker marker-class-name="section"><xsl:value-of select="$title"/></fo:marker>
                <xsl:value-of select="$title"/>
              </fo:block>
              <xsl:apply-templates select="." mode="content"><xsl:with-param name="id" select="$id"/></xsl:apply-templates>
            </fo:wrapper>
          </fo:flow>
        </fo:page-sequence>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "yes" for a section whose tables are too wide for upright pages. -->
  <xsl:template name="is-wide">
    <xsl:param name="id"/>
    <xsl:if test="($id = 'matrix' and count($case-studies) &gt; 5) or $id = 'evidence' or ($id = 'prerequisites' and $second-language != '')">yes</xsl:if>
  </xsl:template>

  <xsl:template match="d:readiness" mode="content">
    <xsl:param name="id"/>
    <xsl:choose>
      <xsl:when test="$id = 'summary'"><xsl:call-template name="summary"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="open"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:partner" mode="content"><xsl:call-template name="partner-and-solution"/></xsl:template>
  <xsl:template match="a:case-studies" mode="content"><xsl:call-template name="side-by-side"/></xsl:template>
  <xsl:template match="p:part" mode="content">
    <xsl:param name="id"/>
    <xsl:choose>
      <xsl:when test="$id = 'prerequisites'"><xsl:call-template name="prerequisites"/></xsl:when>
      <xsl:when test="$id = 'matrix'"><xsl:call-template name="matrix"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="items"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:assessment" mode="content">
    <xsl:param name="id"/>
    <xsl:choose>
      <xsl:when test="$id = 'evidence'"><xsl:call-template name="evidence"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="sign-off"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>

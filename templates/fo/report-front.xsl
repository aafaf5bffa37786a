<?xml version="1.0" encoding="UTF-8"?>
<!-- Around the content of the audit report: heads and feet, cover, contents, bookmarks. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale" xmlns:exsl="http://exslt.org/common"
                xmlns:math="http://exslt.org/math" exclude-result-prefixes="d p c a l exsl math">

  <!-- The head has one line: names that are too long for it give way to what they are of. They have less room beside the titles of a
       part that are longer than others. -->
  <xsl:template name="running-title">
    <xsl:variable name="titles">
      <d:width>220</d:width>
      <xsl:apply-templates select="self::p:part[not(p:section/p:item/p:applies)] | self::p:part/p:section" mode="head-width"/>
    </xsl:variable>
    <xsl:variable name="longest" select="math:max(exsl:node-set($titles)/*)"/>
    <xsl:variable name="head-room" select="470 - $longest"/>
    <xsl:variable name="partner-width"><xsl:call-template name="width"><xsl:with-param name="text" select="normalize-space($partner/a:name)"/></xsl:call-template></xsl:variable>
    <xsl:variable name="solution-width"><xsl:call-template name="width"><xsl:with-param name="text" select="normalize-space($solution/a:name)"/></xsl:call-template></xsl:variable>
    <xsl:choose>
      <xsl:when test="$partner-width + $solution-width &lt; $head-room">
        <xsl:call-template name="fill">
          <xsl:with-param name="text" select="l:message('report.running', '&#xE000;', '&#xE001;')"/>
          <xsl:with-param name="nodes" select="$partner | $solution"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$partner-width &lt; $head-room"><xsl:apply-templates select="$partner" mode="name"/></xsl:when>
      <xsl:when test="$longest &gt; 220"/>
      <xsl:otherwise><xsl:call-template name="words"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="p:part | p:section" mode="head-width">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template></xsl:variable>
    <d:width><xsl:call-template name="width"><xsl:with-param name="text" select="concat(@number, ' ', $title)"/></xsl:call-template></d:width>
  </xsl:template>
  <xsl:template name="edition">
    <xsl:call-template name="kind"/>
    <xsl:value-of select="concat($apart, l:message('report.version', string($program/@version)), $apart, l:date($day))"/>
  </xsl:template>

  <!-- Cover -->

  <xsl:template name="cover">
    <fo:page-sequence master-reference="cover">
      <fo:flow flow-name="xsl-region-body">
        <fo:wrapper role="Sect">
          <xsl:call-template name="cover-title"><xsl:with-param name="kind"><xsl:call-template name="kind"/></xsl:with-param></xsl:call-template>
          <fo:block space-before="18pt" line-height="1.6" color="{$quiet}">
            <xsl:value-of select="concat(l:message('report.version', string($program/@version)), $apart, l:date(string($program/@date)), $apart, l:language-name($language), $apart, l:message(concat('report.audience-', $audience)))"/>
            <xsl:if test="$only = 'open'"><xsl:value-of select="concat($apart, l:message('report.only-open'))"/></xsl:if>
          </fo:block>
          <fo:block-container block-progression-dimension="128mm" display-align="center">
            <fo:wrapper role="L">
              <xsl:call-template name="cover-name"><xsl:with-param name="label" select="l:message('report.partner')"/><xsl:with-param name="name" select="$partner"/></xsl:call-template>
              <xsl:call-template name="cover-name"><xsl:with-param name="label" select="l:message('report.solution')"/><xsl:with-param name="name" select="$solution"/></xsl:call-template>
              <xsl:call-template name="cover-fact"><xsl:with-param name="label" select="l:message('report.day')"/><xsl:with-param name="value" select="l:date($day)"/></xsl:call-template>
              <xsl:call-template name="cover-fact">
                <xsl:with-param name="label" select="l:message('report.language-of-answers')"/>
                <xsl:with-param name="value"><xsl:call-template name="answer-languages"/></xsl:with-param>
              </xsl:call-template>
            </fo:wrapper>
            <xsl:call-template name="outcome"><xsl:with-param name="before" select="'26pt'"/></xsl:call-template>
          </fo:block-container>
          <fo:block-container block-progression-dimension="60mm" display-align="after" font-size="{$table-size}" line-height="1.45" color="{$quiet}">
            <xsl:if test="$letter"><xsl:attribute name="block-progression-dimension">38mm</xsl:attribute></xsl:if>
            <fo:block><xsl:value-of select="l:message('notice.affiliation')"/></fo:block>
          </fo:block-container>
        </fo:wrapper>
      </fo:flow>
    </fo:page-sequence>
  </xsl:template>
  <xsl:template name="cover-name">
    <xsl:param name="label"/>
    <xsl:param name="name"/>
    <fo:wrapper role="LI">
      <fo:block role="Lbl" space-before="15pt" xsl:use-attribute-sets="quiet"><xsl:value-of select="$label"/></fo:block>
      <fo:block role="LBody" font-weight="bold" font-size="15pt" line-height="1.3" hyphenate="false">
        <xsl:if test="string-length($name/a:name) &gt; 80"><xsl:attribute name="font-size"><xsl:value-of select="$text-size"/></xsl:attribute></xsl:if>
        <xsl:apply-templates select="$name" mode="name"/>
      </fo:block>
    </fo:wrapper>
  </xsl:template>
  <xsl:template name="cover-fact">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <fo:wrapper role="LI">
      <fo:block role="Lbl" space-before="12pt" xsl:use-attribute-sets="quiet"><xsl:value-of select="$label"/></fo:block>
      <fo:block role="LBody"><xsl:value-of select="$value"/></fo:block>
    </fo:wrapper>
  </xsl:template>

  <!-- Ready or not, or what was decided, and how much is open. -->
  <xsl:template name="outcome">
    <xsl:param name="before"/>
    <xsl:variable name="color"><xsl:choose>
      <xsl:when test="$outcome-kind = 'good'"><xsl:value-of select="$accent"/></xsl:when>
      <xsl:when test="$outcome-kind = 'bad'"><xsl:value-of select="$alarm"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$ink"/></xsl:otherwise>
    </xsl:choose></xsl:variable>
    <fo:block space-before="{$before}" padding="7pt 10pt" margin-left="0pt" margin-right="0pt" background-color="{$tint}" border-start="{concat('4pt solid ', $color)}" keep-together.within-page="always">
      <fo:block xsl:use-attribute-sets="quiet"><xsl:call-template name="outcome-label"/></fo:block>
      <fo:block font-size="15pt" line-height="1.35" font-weight="bold" color="{$color}" hyphenate="false"><xsl:call-template name="outcome-words"/></fo:block>
      <fo:block><xsl:call-template name="outcome-details"/></fo:block>
    </fo:block>
  </xsl:template>

  <!-- Contents -->

  <xsl:template name="contents">
    <fo:block id="contents" xsl:use-attribute-sets="chapter-heading">
      <fo:marker marker-class-name="section"><xsl:value-of select="l:message('label.contents')"/></fo:marker>
      <xsl:value-of select="l:message('label.contents')"/>
    </fo:block>
    <fo:block role="TOC" hyphenate="false"><xsl:call-template name="chapters"><xsl:with-param name="what" select="'entry'"/></xsl:call-template></fo:block>
  </xsl:template>
  <xsl:template match="p:section" mode="entry">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:if test="string($shown)">
      <xsl:call-template name="entry">
        <xsl:with-param name="anchor" select="$anchor"/>
        <xsl:with-param name="number" select="@number"/>
        <xsl:with-param name="text" select="concat('section.', @id, '.title')"/>
        <xsl:with-param name="level" select="2"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Bookmarks: down to the items -->

  <xsl:template name="bookmarks">
    <fo:bookmark-tree>
      <xsl:if test="$audience != 'executive'">
        <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'contents'"/><xsl:with-param name="title" select="l:message('label.contents')"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="chapters"><xsl:with-param name="what" select="'bookmark'"/></xsl:call-template>
    </fo:bookmark-tree>
  </xsl:template>
  <xsl:template match="*" mode="bookmark">
    <xsl:param name="anchor"/>
    <xsl:param name="title"/>
    <xsl:param name="id"/>
    <fo:bookmark internal-destination="{$anchor}">
      <fo:bookmark-title><xsl:value-of select="$title"/></fo:bookmark-title>
      <xsl:if test="$id = 'prerequisites' or $id = 'items'"><xsl:apply-templates select="p:section" mode="bookmark-item"/></xsl:if>
    </fo:bookmark>
  </xsl:template>
  <xsl:template match="p:section | p:item" mode="bookmark-item">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:if test="string($shown)">
      <fo:bookmark internal-destination="{$anchor}">
        <xsl:if test="self::p:section"><xsl:attribute name="starting-state">hide</xsl:attribute></xsl:if>
        <fo:bookmark-title>
          <xsl:if test="@number"><xsl:value-of select="concat(@number, ' ')"/></xsl:if>
          <xsl:call-template name="plain"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template>
        </fo:bookmark-title>
        <xsl:apply-templates select="p:item" mode="bookmark-item"/>
      </fo:bookmark>
    </xsl:if>
  </xsl:template>

  <!-- Metadata -->

  <xsl:template name="document-author"><xsl:if test="normalize-space($partner/a:name)"><xsl:apply-templates select="$partner" mode="plain-name"/></xsl:if></xsl:template>
  <xsl:template name="document-subject"><xsl:call-template name="summary-words"/></xsl:template>
  <xsl:template name="document-words">
    <d:word><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></d:word>
    <d:word><xsl:call-template name="kind"/></d:word>
    <d:word><xsl:apply-templates select="$solution" mode="plain-name"/></d:word>
  </xsl:template>
</xsl:stylesheet>

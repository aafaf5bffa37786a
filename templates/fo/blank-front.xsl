<?xml version="1.0" encoding="UTF-8"?>
<!-- Around the content of the blank checklist: heads and feet, cover, contents, bookmarks, title. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:l="urn:auditfolio:locale" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" exclude-result-prefixes="p c l">

  <xsl:template name="running-title"><xsl:call-template name="words"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:template>
  <xsl:template name="edition">
    <xsl:call-template name="words"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template>
    <xsl:value-of select="concat(' · ', l:message('label.version'), ' ', $program/@version, ' · ', l:date(string($program/@date)))"/>
  </xsl:template>

  <!-- Cover -->

  <xsl:template name="cover">
    <fo:page-sequence master-reference="cover">
      <fo:flow flow-name="xsl-region-body">
        <fo:wrapper role="Sect">
          <xsl:call-template name="cover-title">
            <xsl:with-param name="kind"><xsl:call-template name="words"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></xsl:with-param>
          </xsl:call-template>
          <fo:block space-before="18pt" line-height="1.6" color="{$quiet}">
            <fo:block><xsl:value-of select="concat(l:message('label.version'), ' ', $program/@version, ' · ', l:date(string($program/@date)), ' · ', l:language-name($language))"/></fo:block>
          </fo:block>
          <fo:block-container block-progression-dimension="92mm" display-align="center">
            <xsl:call-template name="cover-line"><xsl:with-param name="label" select="'label.partner'"/></xsl:call-template>
            <xsl:call-template name="cover-line"><xsl:with-param name="label" select="'label.solution'"/></xsl:call-template>
            <xsl:call-template name="cover-line"><xsl:with-param name="label" select="'label.contact'"/></xsl:call-template>
            <xsl:call-template name="cover-line"><xsl:with-param name="label" select="'label.completed-on'"/></xsl:call-template>
          </fo:block-container>
        </fo:wrapper>
        <fo:block-container role="Sect" block-progression-dimension="96mm" display-align="after" font-size="{$table-size}" line-height="1.45" color="{$quiet}">
          <xsl:if test="$letter"><xsl:attribute name="block-progression-dimension">74mm</xsl:attribute></xsl:if>
          <fo:block role="H2" font-weight="bold"><xsl:value-of select="l:message('label.disclaimer')"/></fo:block>
          <xsl:call-template name="prose"><xsl:with-param name="id" select="'program.disclaimer'"/></xsl:call-template>
          <fo:block xsl:use-attribute-sets="paragraph"><xsl:value-of select="l:message('notice.affiliation')"/></fo:block>
        </fo:block-container>
      </fo:flow>
    </fo:page-sequence>
  </xsl:template>
  <xsl:template name="cover-line">
    <xsl:param name="label"/>
    <fo:block space-before="17pt" text-align-last="justify">
      <fo:inline color="{$quiet}"><xsl:value-of select="l:message($label)"/></fo:inline>
      <fo:leader leader-length="6pt"/>
      <fo:leader role="Form" d:control="tv" fox:alt-text="{l:message($label)}" leader-pattern="rule" rule-thickness="0.6pt" color="{$quiet}" leader-length.minimum="40mm" leader-length.optimum="60mm" leader-length.maximum="100%"/>
    </fo:block>
  </xsl:template>

  <!-- Contents -->

  <xsl:template name="contents">
    <fo:block id="contents" xsl:use-attribute-sets="chapter-heading">
      <fo:marker marker-class-name="section"><xsl:value-of select="l:message('label.contents')"/></fo:marker>
      <xsl:value-of select="l:message('label.contents')"/>
    </fo:block>
    <fo:block role="TOC" hyphenate="false">
      <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'introduction'"/><xsl:with-param name="text" select="'introduction.title'"/></xsl:call-template>
      <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'expectations'"/><xsl:with-param name="text" select="'expectations.title'"/></xsl:call-template>
      <fo:wrapper role="TOC"><xsl:call-template name="entry"><xsl:with-param name="anchor" select="'application'"/><xsl:with-param name="text" select="'application.title'"/><xsl:with-param name="level" select="2"/></xsl:call-template></fo:wrapper>
      <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'competency'"/><xsl:with-param name="text" select="'competency.title'"/></xsl:call-template>
      <fo:wrapper role="TOC"><xsl:call-template name="entry"><xsl:with-param name="anchor" select="'categories'"/><xsl:with-param name="text" select="'categories.title'"/><xsl:with-param name="level" select="2"/></xsl:call-template></fo:wrapper>
      <xsl:apply-templates select="$program/p:part" mode="entry"/>
      <xsl:if test="$program/p:resources">
        <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'resources'"/><xsl:with-param name="text" select="'resources.title'"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="$program//@terms">
        <xsl:call-template name="entry"><xsl:with-param name="anchor" select="'index'"/><xsl:with-param name="message" select="'label.index'"/></xsl:call-template>
      </xsl:if>
    </fo:block>
  </xsl:template>
  <xsl:template match="p:part | p:section" mode="entry">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:call-template name="entry">
      <xsl:with-param name="anchor" select="$anchor"/>
      <xsl:with-param name="number" select="@number"/>
      <xsl:with-param name="text" select="concat(local-name(), '.', @id, '.title')"/>
      <xsl:with-param name="level" select="1 + boolean(self::p:section)"/>
    </xsl:call-template>
    <xsl:if test="self::p:part"><fo:wrapper role="TOC"><xsl:apply-templates select="p:documents | p:section" mode="entry"/></fo:wrapper></xsl:if>
  </xsl:template>
  <xsl:template match="p:documents" mode="entry">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:call-template name="entry">
      <xsl:with-param name="anchor" select="$anchor"/>
      <xsl:with-param name="message" select="'label.required-documents'"/>
      <xsl:with-param name="level" select="2"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Bookmarks: down to the items -->

  <xsl:template name="bookmarks">
    <fo:bookmark-tree>
      <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'contents'"/><xsl:with-param name="title" select="l:message('label.contents')"/></xsl:call-template>
      <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'introduction'"/><xsl:with-param name="text" select="'introduction.title'"/></xsl:call-template>
      <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'expectations'"/><xsl:with-param name="text" select="'expectations.title'"/></xsl:call-template>
      <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'competency'"/><xsl:with-param name="text" select="'competency.title'"/></xsl:call-template>
      <xsl:apply-templates select="$program/p:part" mode="bookmark"/>
      <xsl:if test="$program/p:resources">
        <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'resources'"/><xsl:with-param name="text" select="'resources.title'"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="$program//@terms">
        <xsl:call-template name="bookmark"><xsl:with-param name="anchor" select="'index'"/><xsl:with-param name="title" select="l:message('label.index')"/></xsl:call-template>
      </xsl:if>
    </fo:bookmark-tree>
  </xsl:template>
  <xsl:template match="p:part | p:section | p:item | p:document" mode="bookmark">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <fo:bookmark internal-destination="{$anchor}">
      <xsl:if test="self::p:section"><xsl:attribute name="starting-state">hide</xsl:attribute></xsl:if>
      <fo:bookmark-title>
        <xsl:if test="@number"><xsl:value-of select="concat(@number, ' ')"/></xsl:if>
        <xsl:call-template name="plain"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template>
      </fo:bookmark-title>
      <xsl:apply-templates select="p:documents | p:section | p:item | p:document" mode="bookmark"/>
    </fo:bookmark>
  </xsl:template>
  <xsl:template match="p:documents" mode="bookmark">
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <fo:bookmark internal-destination="{$anchor}" starting-state="hide">
      <fo:bookmark-title><xsl:value-of select="l:message('label.required-documents')"/></fo:bookmark-title>
      <xsl:apply-templates select="p:document" mode="bookmark"/>
    </fo:bookmark>
  </xsl:template>

  <xsl:template name="document-title">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="kind"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="l:message('label.document-title', string($title), string($kind))"/>
  </xsl:template>
  <!-- Nobody: it is there to be filled in. -->
  <xsl:template name="document-author"/>
  <xsl:template name="document-subject"><xsl:call-template name="edition"/></xsl:template>
  <xsl:template name="document-words">
    <d:word><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></d:word>
    <d:word><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></d:word>
  </xsl:template>
</xsl:stylesheet>

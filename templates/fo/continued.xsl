<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables that go on over a page say at their head what goes on: the section, or the item in the midst of which the page ends.

     A row has a marker in its first cell, which the head shows where the row begins a page's part of the table (empty in the first
     row, with which the table itself begins), and one in the cell that may be long, which it shows where only that goes on. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="l">

  <xsl:template name="continued-head">
    <xsl:param name="columns"/>
    <fo:table-row role="Artifact">
      <fo:table-cell number-columns-spanned="{$columns}">
        <fo:retrieve-table-marker retrieve-class-name="continued" retrieve-position-within-table="first-including-carryover" retrieve-boundary-within-table="table-fragment"/>
      </fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <xsl:template name="continued">
    <xsl:param name="what"/>
    <xsl:param name="begins" select="false()"/>
    <fo:marker marker-class-name="continued">
      <xsl:if test="not($begins)"><fo:block xsl:use-attribute-sets="quiet" line-height="1.3" padding-after="4pt" hyphenate="false"><xsl:value-of select="l:message('label.continued', normalize-space($what))"/></fo:block></xsl:if>
    </fo:marker>
  </xsl:template>

  <!-- "2.1 Case studies": of an item, a document or a section. -->
  <xsl:template match="*" mode="continued-words">
    <xsl:if test="@number"><xsl:value-of select="concat(@number, ' ')"/></xsl:if>
    <xsl:call-template name="plain"><xsl:with-param name="id" select="concat(local-name(), '.', @id, '.title')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Around the content of every document: page masters, running heads, the lines of the contents, bookmarks, metadata.

     A stylesheet that imports this supplies
       running-title    what the head of each page says beside the section
       edition          what the foot of each page says beside the page's number
       document-title   the title, in plain words
       document-author  who wrote what is in it, if anybody did
       document-subject what it is, in a sentence or the like
       document-words   elements with words that it may be found by -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog"
                xmlns:l="urn:auditfolio:locale" xmlns:x="adobe:ns:meta/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
                xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
                xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="d p c l x rdf dc exsl">

  <!-- Turned pages too, as "wide", if something does not fit upright ones. -->
  <xsl:template name="masters">
    <xsl:param name="wide" select="false()"/>
    <fo:layout-master-set>
      <fo:simple-page-master master-name="cover" page-width="{$page-width}" page-height="{$page-height}" margin="0pt">
        <fo:region-body margin="30mm 22mm 18mm 22mm"/>
      </fo:simple-page-master>
      <xsl:call-template name="master"><xsl:with-param name="parity" select="'odd'"/></xsl:call-template>
      <xsl:call-template name="master"><xsl:with-param name="parity" select="'even'"/></xsl:call-template>
      <xsl:call-template name="page-sequence-master"><xsl:with-param name="name" select="'pages'"/></xsl:call-template>
      <xsl:if test="$wide">
        <xsl:call-template name="wide-master"><xsl:with-param name="parity" select="'odd'"/></xsl:call-template>
        <xsl:call-template name="wide-master"><xsl:with-param name="parity" select="'even'"/></xsl:call-template>
        <xsl:call-template name="page-sequence-master"><xsl:with-param name="name" select="'wide'"/><xsl:with-param name="prefix" select="'wide-'"/></xsl:call-template>
      </xsl:if>
    </fo:layout-master-set>
  </xsl:template>
  <xsl:template name="page-sequence-master">
    <xsl:param name="name"/>
    <xsl:param name="prefix"/>
    <fo:page-sequence-master master-name="{$name}">
      <fo:repeatable-page-master-alternatives>
        <fo:conditional-page-master-reference master-reference="{$prefix}odd" odd-or-even="odd"/>
        <fo:conditional-page-master-reference master-reference="{$prefix}even" odd-or-even="even"/>
      </fo:repeatable-page-master-alternatives>
    </fo:page-sequence-master>
  </xsl:template>
  <xsl:template name="master">
    <xsl:param name="parity"/>
    <fo:simple-page-master master-name="{$parity}" page-width="{$page-width}" page-height="{$page-height}" margin="12mm 18mm 11mm 20mm">
      <fo:region-body margin-top="13mm" margin-bottom="13mm"/>
      <fo:region-before region-name="{$parity}-before" extent="9mm"/>
      <fo:region-after region-name="{$parity}-after" extent="7mm" display-align="after"/>
    </fo:simple-page-master>
  </xsl:template>
  <!-- Turned a quarter, with the same heads and feet. -->
  <xsl:template name="wide-master">
    <xsl:param name="parity"/>
    <fo:simple-page-master master-name="wide-{$parity}" page-width="{$page-height}" page-height="{$page-width}" margin="12mm 18mm 11mm 20mm">
      <fo:region-body margin-top="13mm" margin-bottom="13mm"/>
      <fo:region-before region-name="{$parity}-before" extent="9mm"/>
      <fo:region-after region-name="{$parity}-after" extent="7mm" display-align="after"/>
    </fo:simple-page-master>
  </xsl:template>

  <!-- Heads and feet: on the outer side the section and the page's number. -->
  <xsl:template name="running">
    <fo:static-content flow-name="odd-before">
      <xsl:call-template name="head"><xsl:with-param name="outer" select="'end'"/></xsl:call-template>
    </fo:static-content>
    <fo:static-content flow-name="even-before">
      <xsl:call-template name="head"><xsl:with-param name="outer" select="'start'"/></xsl:call-template>
    </fo:static-content>
    <fo:static-content flow-name="odd-after">
      <xsl:call-template name="foot"><xsl:with-param name="outer" select="'end'"/></xsl:call-template>
    </fo:static-content>
    <fo:static-content flow-name="even-after">
      <xsl:call-template name="foot"><xsl:with-param name="outer" select="'start'"/></xsl:call-template>
    </fo:static-content>
  </xsl:template>

  <xsl:attribute-set name="running">
    <xsl:attribute name="font-size"><xsl:value-of select="$small-size"/></xsl:attribute>
    <xsl:attribute name="line-height">1.3</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$quiet"/></xsl:attribute>
    <xsl:attribute name="text-align-last">justify</xsl:attribute>
    <xsl:attribute name="hyphenate">false</xsl:attribute>
  </xsl:attribute-set>

  <xsl:template name="head">
    <xsl:param name="outer"/>
    <fo:block xsl:use-attribute-sets="running" padding-after="3pt" border-after="{concat('0.5pt solid ', $hairline)}" margin-left="0pt" margin-right="0pt">
      <xsl:if test="$outer = 'end'"><xsl:call-template name="running-title"/><fo:leader/></xsl:if>
      <fo:retrieve-marker retrieve-class-name="section" retrieve-position="first-starting-within-page"/>
      <xsl:if test="$outer = 'start'"><fo:leader/><xsl:call-template name="running-title"/></xsl:if>
    </fo:block>
  </xsl:template>

  <xsl:template name="foot">
    <xsl:param name="outer"/>
    <fo:block xsl:use-attribute-sets="running">
      <xsl:if test="$outer = 'end'"><xsl:call-template name="edition"/><fo:leader/></xsl:if>
      <xsl:call-template name="page-of"/>
      <xsl:if test="$outer = 'start'"><fo:leader/><xsl:call-template name="edition"/></xsl:if>
    </fo:block>
  </xsl:template>

  <!-- "Page 3 of 12": the message is asked for with two characters of no use elsewhere, and the numbers put where they come out. -->
  <xsl:template name="page-of">
    <xsl:call-template name="put-numbers"><xsl:with-param name="text" select="l:message('label.page', '&#xE000;', '&#xE001;')"/></xsl:call-template>
  </xsl:template>
  <xsl:template name="put-numbers">
    <xsl:param name="text"/>
    <xsl:variable name="before" select="substring-before(translate($text, '&#xE001;', '&#xE000;'), '&#xE000;')"/>
    <xsl:variable name="mark" select="substring($text, string-length($before) + 1, 1)"/>
    <xsl:choose>
      <xsl:when test="$mark = '&#xE000;' or $mark = '&#xE001;'">
        <xsl:value-of select="$before"/>
        <xsl:choose>
          <xsl:when test="$mark = '&#xE000;'"><fo:page-number/></xsl:when>
          <xsl:otherwise><fo:page-number-citation-last ref-id="document"/></xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="put-numbers"><xsl:with-param name="text" select="substring($text, string-length($before) + 2)"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a cover starts with: the title of the program, and below it what this document is. -->
  <xsl:template name="cover-title">
    <xsl:param name="kind"/>
    <fo:block border-before="{concat('3pt solid ', $accent)}" padding-before="16pt" margin-left="0pt" margin-right="0pt">
      <fo:block role="H1" font-size="27pt" line-height="1.25" font-weight="bold" color="{$accent}" hyphenate="false">
        <xsl:call-template name="words"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template>
      </fo:block>
      <fo:block font-size="15pt" line-height="1.35" space-before="6pt" hyphenate="false"><xsl:copy-of select="$kind"/></fo:block>
    </fo:block>
  </xsl:template>

  <!-- A line of the contents -->

  <xsl:template name="entry">
    <xsl:param name="anchor"/>
    <xsl:param name="number"/>
    <xsl:param name="text"/>
    <xsl:param name="message"/>
    <xsl:param name="title"/>
    <xsl:param name="level" select="1"/>
    <fo:block role="TOCI" text-align="start" text-align-last="justify" start-indent="{14 * ($level - 1)}pt" end-indent="12mm" last-line-end-indent="-12mm" space-before="4pt">
      <xsl:if test="$level = 1">
        <xsl:attribute name="font-weight">bold</xsl:attribute>
        <xsl:attribute name="space-before">9pt</xsl:attribute>
      </xsl:if>
      <xsl:variable name="words">
        <xsl:choose>
          <xsl:when test="$message"><xsl:value-of select="l:message($message)"/></xsl:when>
          <xsl:when test="$title"><xsl:value-of select="$title"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="words"><xsl:with-param name="id" select="$text"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <fo:wrapper role="Reference"><fo:basic-link internal-destination="{$anchor}">
        <xsl:attribute name="fox:alt-text"><xsl:call-template name="page-link"><xsl:with-param name="words" select="normalize-space(concat($number, ' ', $words))"/></xsl:call-template></xsl:attribute>
        <xsl:if test="$number"><xsl:value-of select="concat($number, '&#x2002;')"/></xsl:if>
        <xsl:copy-of select="$words"/>
        <fo:leader leader-pattern="dots" leader-pattern-width=".357em" leader-alignment="page" leader-length.minimum="8mm" leader-length.optimum="20mm" leader-length.maximum="100%" color="{$quiet}" font-weight="normal"/>
        <fo:page-number-citation ref-id="{$anchor}"/>
      </fo:basic-link></fo:wrapper>
    </fo:block>
  </xsl:template>

  <!-- "Introduction, page 3", for those to whom a link is read: the finishing of the PDF puts the page's number for the character. -->
  <xsl:template name="page-link">
    <xsl:param name="words"/>
    <xsl:value-of select="l:message('label.link-page', $words, '&#xFFFC;')"/>
  </xsl:template>

  <!-- Bookmarks -->

  <xsl:template name="bookmark">
    <xsl:param name="anchor"/>
    <xsl:param name="text"/>
    <xsl:param name="title"/>
    <fo:bookmark internal-destination="{$anchor}">
      <fo:bookmark-title>
        <xsl:value-of select="$title"/>
        <xsl:if test="$text"><xsl:call-template name="plain"><xsl:with-param name="id" select="$text"/></xsl:call-template></xsl:if>
      </fo:bookmark-title>
    </fo:bookmark>
  </xsl:template>

  <!-- Metadata: read by the finishing of the PDF -->

  <xsl:template name="metadata">
    <xsl:variable name="author"><xsl:call-template name="document-author"/></xsl:variable>
    <xsl:variable name="subject"><xsl:call-template name="document-subject"/></xsl:variable>
    <xsl:variable name="keywords"><xsl:call-template name="document-words"/></xsl:variable>
    <fo:declarations>
      <x:xmpmeta>
        <rdf:RDF>
          <rdf:Description rdf:about="">
            <dc:title><rdf:Alt><rdf:li xml:lang="{$language}"><xsl:call-template name="document-title"/></rdf:li></rdf:Alt></dc:title>
            <xsl:if test="string($author)"><dc:creator><rdf:Seq><rdf:li><xsl:value-of select="$author"/></rdf:li></rdf:Seq></dc:creator></xsl:if>
            <dc:description><rdf:Alt><rdf:li xml:lang="{$language}"><xsl:value-of select="normalize-space($subject)"/></rdf:li></rdf:Alt></dc:description>
            <dc:subject><rdf:Bag><xsl:for-each select="exsl:node-set($keywords)/*"><rdf:li><xsl:value-of select="normalize-space(.)"/></rdf:li></xsl:for-each></rdf:Bag></dc:subject>
          </rdf:Description>
        </rdf:RDF>
      </x:xmpmeta>
    </fo:declarations>
  </xsl:template>
</xsl:stylesheet>

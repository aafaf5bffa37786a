<?xml version="1.0" encoding="UTF-8"?>
<!-- How the print looks: paper, grid, type sizes, colours; the same grid in every language. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:d="urn:auditfolio:document" xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="d l">

  <xsl:param name="paper" select="'a4'"/>
  <xsl:variable name="letter" select="$paper = 'letter'"/>
  <xsl:variable name="page-width"><xsl:choose><xsl:when test="$letter">8.5in</xsl:when><xsl:otherwise>210mm</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="page-height"><xsl:choose><xsl:when test="$letter">11in</xsl:when><xsl:otherwise>297mm</xsl:otherwise></xsl:choose></xsl:variable>

  <!-- Few sizes: each costs every glyph that is painted in it once more. Chinese and Japanese are set a little smaller and wider apart, and have no italics. -->
  <xsl:variable name="cjk" select="starts-with(/d:document/@xml:lang, 'zh') or starts-with(/d:document/@xml:lang, 'ja')"/>
  <xsl:variable name="text-size"><xsl:choose><xsl:when test="$cjk">8.8pt</xsl:when><xsl:otherwise>9.6pt</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="table-size"><xsl:choose><xsl:when test="$cjk">8.8pt</xsl:when><xsl:otherwise>8.6pt</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="small-size" select="'7.5pt'"/>
  <xsl:variable name="leading"><xsl:choose><xsl:when test="$cjk">1.65</xsl:when><xsl:otherwise>1.42</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="table-leading"><xsl:choose><xsl:when test="$cjk">1.58</xsl:when><xsl:otherwise>1.38</xsl:otherwise></xsl:choose></xsl:variable>
  <!-- Rows of more characters than this may go on over a page; shorter ones never. Beside many columns they are longer. -->
  <xsl:variable name="long"><xsl:choose><xsl:when test="$cjk">700</xsl:when><xsl:otherwise>2000</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="long-noted"><xsl:choose><xsl:when test="$cjk">420</xsl:when><xsl:otherwise>1100</xsl:otherwise></xsl:choose></xsl:variable>

  <xsl:variable name="accent" select="'#0B5563'"/>
  <xsl:variable name="ink" select="'#1A1A1A'"/>
  <xsl:variable name="quiet" select="'#545E63'"/>
  <xsl:variable name="hairline" select="'#B8C0C4'"/>
  <xsl:variable name="tint" select="'#F2F5F6'"/>
  <!-- What is not as it should be; always with words. -->
  <xsl:variable name="alarm" select="'#A3341F'"/>

  <!-- Languages that are written leftwards have pages that are turned around. -->
  <xsl:variable name="leftwards" select="l:direction() = 'rtl'"/>
  <!-- Around what always runs rightwards, such as addresses and names of files, on such pages (UAX 9: isolates). -->
  <xsl:variable name="rightwards"><xsl:if test="$leftwards">&#x2066;</xsl:if></xsl:variable>
  <xsl:variable name="rightwards-end"><xsl:if test="$leftwards">&#x2069;</xsl:if></xsl:variable>

  <xsl:attribute-set name="root">
    <xsl:attribute name="writing-mode"><xsl:choose><xsl:when test="$leftwards">rl-tb</xsl:when><xsl:otherwise>lr-tb</xsl:otherwise></xsl:choose></xsl:attribute>
    <!-- In Chinese and Japanese one Latin face for all, English words too, so that a file carries no second one. -->
    <xsl:attribute name="font-family">Noto Sans<xsl:if test="$cjk"> Latin</xsl:if></xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$text-size"/></xsl:attribute>
    <xsl:attribute name="line-height"><xsl:value-of select="$leading"/></xsl:attribute>
    <!-- The boxes to tick are larger than the text and have a line-height that keeps the lines even. -->
    <xsl:attribute name="line-stacking-strategy">line-height</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$ink"/></xsl:attribute>
    <xsl:attribute name="hyphenate"><xsl:value-of select="not($cjk)"/></xsl:attribute>
    <xsl:attribute name="hyphenation-remain-character-count">3</xsl:attribute>
    <xsl:attribute name="hyphenation-push-character-count">3</xsl:attribute>
    <!-- Squares stand in even columns, so Chinese and Japanese prose has two even edges. Cells are ragged, where Latin names would
         part the squares of a short line, and so are other languages, whose words would be. -->
    <xsl:attribute name="text-align"><xsl:choose><xsl:when test="$cjk">justify</xsl:when><xsl:otherwise>start</xsl:otherwise></xsl:choose></xsl:attribute>
    <xsl:attribute name="orphans">2</xsl:attribute>
    <xsl:attribute name="widows">2</xsl:attribute>
  </xsl:attribute-set>

  <!-- Headings and narrow cells: lines end between phrases in Japanese, between words in Chinese. -->
  <xsl:attribute-set name="phrases">
    <xsl:attribute name="d:word-break" namespace="urn:auditfolio:document">auto-phrase</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="heading" use-attribute-sets="phrases">
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$accent"/></xsl:attribute>
    <xsl:attribute name="hyphenate">false</xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
    <xsl:attribute name="keep-together.within-page">always</xsl:attribute>
    <xsl:attribute name="line-height">1.3</xsl:attribute>
  </xsl:attribute-set>
  <!-- H1 is the title on the cover, so that who goes from heading to heading finds every level once below the other. -->
  <xsl:attribute-set name="chapter-heading" use-attribute-sets="heading">
    <xsl:attribute name="role">H2</xsl:attribute>
    <xsl:attribute name="font-size">17pt</xsl:attribute>
    <xsl:attribute name="space-before">26pt</xsl:attribute>
    <xsl:attribute name="space-after">9pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="section-heading" use-attribute-sets="heading">
    <xsl:attribute name="role">H3</xsl:attribute>
    <xsl:attribute name="font-size">12.5pt</xsl:attribute>
    <xsl:attribute name="space-before">22pt</xsl:attribute>
    <xsl:attribute name="space-after">6pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="item-heading" use-attribute-sets="heading">
    <xsl:attribute name="role">H4</xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$text-size"/></xsl:attribute>
    <xsl:attribute name="space-before">15pt</xsl:attribute>
    <xsl:attribute name="space-after">3pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="paragraph">
    <xsl:attribute name="space-before">5pt</xsl:attribute>
    <xsl:attribute name="space-after">5pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="link">
    <xsl:attribute name="color"><xsl:value-of select="$accent"/></xsl:attribute>
    <xsl:attribute name="text-decoration">underline</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="table">
    <xsl:attribute name="table-layout">fixed</xsl:attribute>
    <xsl:attribute name="inline-progression-dimension">100%</xsl:attribute>
    <xsl:attribute name="border-collapse">separate</xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$table-size"/></xsl:attribute>
    <xsl:attribute name="line-height"><xsl:value-of select="$table-leading"/></xsl:attribute>
    <xsl:attribute name="space-before">8pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="header-cell" use-attribute-sets="phrases">
    <xsl:attribute name="padding">4pt 5pt</xsl:attribute>
    <xsl:attribute name="background-color"><xsl:value-of select="$tint"/></xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$small-size"/></xsl:attribute>
    <xsl:attribute name="line-height">1.3</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$accent"/></xsl:attribute>
    <xsl:attribute name="display-align">after</xsl:attribute>
    <xsl:attribute name="border-after"><xsl:value-of select="concat('1.2pt solid ', $accent)"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="cell">
    <xsl:attribute name="padding">5.5pt 5pt 6.5pt 5pt</xsl:attribute>
    <!-- on both parts of a row that goes on over a page's end -->
    <xsl:attribute name="padding-before.conditionality">retain</xsl:attribute>
    <xsl:attribute name="padding-after.conditionality">retain</xsl:attribute>
    <xsl:attribute name="border-after-width.conditionality">retain</xsl:attribute>
    <xsl:attribute name="border-after"><xsl:value-of select="concat('0.5pt solid ', $hairline)"/></xsl:attribute>
  </xsl:attribute-set>
  <!-- A row over the rows of a group, right across the table. -->
  <xsl:attribute-set name="group-cell" use-attribute-sets="cell">
    <xsl:attribute name="padding">4pt 5pt</xsl:attribute>
    <xsl:attribute name="background-color"><xsl:value-of select="$tint"/></xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="quiet">
    <xsl:attribute name="font-size"><xsl:value-of select="$small-size"/></xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$quiet"/></xsl:attribute>
    <xsl:attribute name="font-weight">normal</xsl:attribute>
  </xsl:attribute-set>
</xsl:stylesheet>

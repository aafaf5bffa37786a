<?xml version="1.0" encoding="UTF-8"?>
<!-- The executive summary, which has one page whatever the assessment says, and the list of what is open. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program"
                xmlns:c="urn:auditfolio:catalog" xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale"
                xmlns:exsl="http://exslt.org/common" xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
                exclude-result-prefixes="d p c a l exsl str math">

  <xsl:template name="summary">
    <xsl:call-template name="outcome"><xsl:with-param name="before" select="'0pt'"/></xsl:call-template>
    <fo:block space-before="8pt"><xsl:call-template name="summary-words"/></fo:block>
    <xsl:if test="$audit"><fo:block space-before="3pt"><xsl:call-template name="audit-words"/></fo:block></xsl:if>
    <xsl:if test="d:point"><fo:block space-before="3pt"><xsl:call-template name="who-words"/></fo:block></xsl:if>
    <xsl:call-template name="numbers"/>
    <xsl:choose>
      <xsl:when test="$case-studies and $pillars">
        <fo:wrapper role="Sect">
          <fo:block xsl:use-attribute-sets="section-heading" space-before="13pt"><xsl:value-of select="l:message('report.chart')"/></fo:block>
          <fo:block line-height="1"><xsl:call-template name="figure"/></fo:block>
          <xsl:call-template name="legend"><xsl:with-param name="short" select="not($all-names-fit)"/></xsl:call-template>
          <fo:wrapper role="Sect"><xsl:call-template name="chart-table"/></fo:wrapper>
        </fo:wrapper>
      </xsl:when>
      <xsl:otherwise><fo:block space-before="10pt"><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></fo:block></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Who has to act, and on how many points. -->
  <xsl:template name="who-words">
    <xsl:for-each select="d:point[count(. | key('points-for', @who)[1]) = 1]">
      <xsl:sort select="string-length(substring-before('partner engineers auditor', @who))" data-type="number"/>
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$apart"/></xsl:if>
      <xsl:value-of select="l:message('report.summary-who', l:message(concat('report.who-', @who)), count(key('points-for', @who)))"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Numbers under their names. -->
  <xsl:template name="numbers">
    <xsl:variable name="counts" select="$whole/@asked | $whole/@answered | $whole/@met | $whole/@not-met | $whole/@not-applicable | $whole/@open | $whole[$audit]/@accepted | $whole[$audit]/@rejected | $whole[$audit]/@questions"/>
    <fo:table xsl:use-attribute-sets="table" space-before="9pt">
      <xsl:for-each select="$counts">
        <!-- As wide as its longest word, and the numbers below, need: none is divided. -->
        <xsl:variable name="words"><xsl:for-each select="str:tokenize(l:message(concat('report.count-', local-name())))"><d:word><xsl:call-template name="width"><xsl:with-param name="text" select="."/></xsl:call-template></d:word></xsl:for-each></xsl:variable>
        <xsl:variable name="longest" select="math:max(exsl:node-set($words)/*)"/>
        <fo:table-column column-width="proportional-column-width({12 + $longest + (30 - $longest) * ($longest &lt; 30)})"/>
      </xsl:for-each>
      <fo:table-header>
        <fo:table-row>
          <xsl:for-each select="$counts">
            <fo:table-cell xsl:use-attribute-sets="header-cell" padding="4pt 3pt" hyphenate="false"><fo:block><xsl:value-of select="l:message(concat('report.count-', local-name()))"/></fo:block></fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <fo:table-row keep-together.within-page="always">
          <xsl:for-each select="$counts">
            <fo:table-cell padding="3pt">
              <fo:block font-size="15pt" line-height="1.2" font-weight="bold">
                <xsl:if test="(local-name() = 'open' or local-name() = 'not-met' or local-name() = 'rejected' or local-name() = 'questions') and . &gt; 0"><xsl:attribute name="color"><xsl:value-of select="$alarm"/></xsl:attribute></xsl:if>
                <xsl:value-of select="l:number(number(.))"/>
              </fo:block>
            </fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <!-- Room. What the page has beside the rest, taken as large as it may get in any language, goes to the bands of the chart and to
       the names below it. -->
  <xsl:variable name="room" select="361 - 50 * $letter - 17 * count($pillars)"/>
  <xsl:variable name="fair-band" select="floor(($room - 49) div (count($pillars) + not($pillars)))"/>
  <xsl:variable name="chart-band"><xsl:choose>
    <xsl:when test="$fair-band &gt; 43">43</xsl:when>
    <xsl:when test="$fair-band &lt; 30">30</xsl:when>
    <xsl:otherwise><xsl:value-of select="$fair-band"/></xsl:otherwise>
  </xsl:choose></xsl:variable>
  <xsl:variable name="legend-room" select="floor(($room - $chart-band * count($pillars)) div 9.75)"/>

  <!-- How many lines the name of a case study takes there. -->
  <xsl:template match="a:case-study" mode="lines-taken">
    <xsl:variable name="width"><xsl:call-template name="width"><xsl:with-param name="text" select="normalize-space(a:customer)"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="ceiling($width div 205)"/>
  </xsl:template>
  <xsl:variable name="legend-half" select="ceiling(count($case-studies) div 2)"/>
  <xsl:variable name="legend-lines">
    <xsl:for-each select="$case-studies[position() &lt;= $legend-half]">
      <xsl:variable name="row" select="position()"/>
      <xsl:variable name="left"><xsl:apply-templates select="." mode="lines-taken"/></xsl:variable>
      <xsl:variable name="right"><xsl:apply-templates select="$case-studies[$row + $legend-half]" mode="lines-taken"/></xsl:variable>
      <d:lines><xsl:choose><xsl:when test="$right &gt; $left"><xsl:value-of select="$right"/></xsl:when><xsl:otherwise><xsl:value-of select="$left"/></xsl:otherwise></xsl:choose></d:lines>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="all-names-fit" select="sum(exsl:node-set($legend-lines)/*) &lt;= $legend-room"/>

  <xsl:template name="figure">
    <xsl:variable name="description"><xsl:call-template name="chart-alternative"/></xsl:variable>
    <fo:instream-foreign-object role="Figure" fox:alt-text="{$description}" content-width="{$chart-width}pt" content-height="{$chart-height}pt"><xsl:call-template name="chart"/></fo:instream-foreign-object>
  </xsl:template>

  <!-- The names that the numbers stand for. Where there is no room for all of them, as in the executive summary, long ones give way to
       the id of the case study; they stand in full in the sections after it. -->
  <xsl:template name="legend">
    <xsl:param name="short" select="false()"/>
    <!-- a list in two columns -->
    <fo:table role="L" xsl:use-attribute-sets="table" font-size="{$small-size}" line-height="1.3" space-before="3pt">
      <fo:table-column column-width="proportional-column-width(1)" number-columns-repeated="2"/>
      <fo:table-body>
        <fo:table-row>
          <fo:table-cell padding="0.5pt 0pt" padding-end="1mm">
            <xsl:apply-templates select="$case-studies[position() &lt;= $legend-half]" mode="legend"><xsl:with-param name="short" select="$short"/><xsl:with-param name="room" select="'6mm'"/></xsl:apply-templates>
          </fo:table-cell>
          <fo:table-cell padding="0.5pt 0pt">
            <fo:block/>
            <xsl:apply-templates select="$case-studies[position() &gt; $legend-half]" mode="legend"><xsl:with-param name="short" select="$short"/><xsl:with-param name="room" select="'7mm'"/></xsl:apply-templates>
          </fo:table-cell>
        </fo:table-row>
      </fo:table-body>
    </fo:table>
  </xsl:template>
  <xsl:template match="a:case-study" mode="legend">
    <xsl:param name="short"/>
    <xsl:param name="room"/>
    <xsl:variable name="lines"><xsl:apply-templates select="." mode="lines-taken"/></xsl:variable>
    <xsl:variable name="number"><xsl:apply-templates select="." mode="number"/></xsl:variable>
    <fo:list-block role="LI" provisional-distance-between-starts="{$room}" provisional-label-separation="4pt">
      <xsl:if test="position() &gt; 1"><xsl:attribute name="space-before">1pt</xsl:attribute></xsl:if>
      <fo:list-item>
        <fo:list-item-label end-indent="label-end()"><fo:block text-align="end" font-weight="bold"><xsl:value-of select="l:number(number($number))"/></fo:block></fo:list-item-label>
        <fo:list-item-body start-indent="body-start()">
          <fo:block hyphenate="false">
            <xsl:choose>
              <xsl:when test="$short and $lines &gt; 1"><xsl:value-of select="@id"/></xsl:when>
              <xsl:otherwise><xsl:apply-templates select="." mode="name"/></xsl:otherwise>
            </xsl:choose>
          </fo:block>
        </fo:list-item-body>
      </fo:list-item>
    </fo:list-block>
  </xsl:template>

  <!-- The chart in numbers. -->
  <xsl:template name="chart-table">
    <fo:block xsl:use-attribute-sets="item-heading" space-before="9pt"><xsl:value-of select="l:message('report.chart-table')"/></fo:block>
    <fo:table xsl:use-attribute-sets="table" font-size="{$small-size}" space-before="2pt">
      <fo:table-column column-width="proportional-column-width(1)"/>
      <xsl:for-each select="$case-studies"><fo:table-column column-width="12mm"/></xsl:for-each>
      <fo:table-column column-width="15mm"/>
      <fo:table-header>
        <fo:table-row>
          <fo:table-cell xsl:use-attribute-sets="header-cell" padding="3pt 5pt"><fo:block><xsl:value-of select="l:message('report.pillar')"/></fo:block></fo:table-cell>
          <xsl:for-each select="$case-studies">
            <fo:table-cell xsl:use-attribute-sets="header-cell" padding="3pt 2pt" text-align="end"><fo:block><xsl:value-of select="l:number(position())"/></fo:block></fo:table-cell>
          </xsl:for-each>
          <fo:table-cell xsl:use-attribute-sets="header-cell" padding="3pt 2pt" text-align="end"><fo:block><xsl:value-of select="l:message('report.total')"/></fo:block></fo:table-cell>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$pillars">
          <xsl:variable name="pillar" select="."/>
          <fo:table-row keep-together.within-page="always">
            <fo:table-cell xsl:use-attribute-sets="cell" padding="2.5pt 5pt" role="TH"><fo:block><xsl:call-template name="words"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></fo:block></fo:table-cell>
            <xsl:for-each select="$case-studies">
              <fo:table-cell xsl:use-attribute-sets="cell" padding="2.5pt 2pt" text-align="end"><fo:block><xsl:apply-templates select="key('score', concat($pillar/../@id, ' ', $pillar/@id, ' ', @id))" mode="ratio"/></fo:block></fo:table-cell>
            </xsl:for-each>
            <fo:table-cell xsl:use-attribute-sets="cell" padding="2.5pt 2pt" text-align="end" font-weight="bold"><fo:block><xsl:apply-templates select="key('score', concat(../@id, ' ', @id, ' '))" mode="ratio"/></fo:block></fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
  <xsl:template match="d:score[@asked = 0]" mode="ratio">&#x2013;</xsl:template>
  <xsl:template match="d:score" mode="ratio"><xsl:value-of select="l:message('report.chart-ratio', number(@met), number(@asked))"/></xsl:template>

  <!-- What is open -->

  <xsl:template name="open">
    <xsl:choose>
      <xsl:when test="not(d:point)"><fo:block><xsl:value-of select="l:message('report.nothing-open')"/></fo:block></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="open-for"><xsl:with-param name="who" select="'partner'"/></xsl:call-template>
        <xsl:call-template name="open-for"><xsl:with-param name="who" select="'engineers'"/></xsl:call-template>
        <xsl:call-template name="open-for"><xsl:with-param name="who" select="'auditor'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="open-for">
    <xsl:param name="who"/>
    <xsl:variable name="points" select="key('points-for', $who)"/>
    <xsl:if test="$points">
      <fo:wrapper role="Sect">
        <fo:block id="open-{$who}" xsl:use-attribute-sets="section-heading"><xsl:value-of select="l:message('report.open-for', l:message(concat('report.who-', $who)), count($points))"/></fo:block>
        <fo:table xsl:use-attribute-sets="table">
          <fo:table-column column-width="{16 + 18 * boolean(key('item', $points/@item)[not(@number)])}mm"/>
          <fo:table-column column-width="proportional-column-width(1)"/>
          <fo:table-column column-width="20mm"/>
          <fo:table-header>
            <fo:table-row>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('label.item')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.point')"/></xsl:call-template>
              <xsl:call-template name="header-cell"><xsl:with-param name="words" select="l:message('report.in-file')"/></xsl:call-template>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body>
            <xsl:call-template name="points"><xsl:with-param name="points" select="$points[@level = 'error']"/><xsl:with-param name="level" select="'error'"/></xsl:call-template>
            <xsl:call-template name="points"><xsl:with-param name="points" select="$points[@level = 'warning']"/><xsl:with-param name="level" select="'warning'"/></xsl:call-template>
          </fo:table-body>
        </fo:table>
      </fo:wrapper>
    </xsl:if>
  </xsl:template>
  <xsl:template name="points">
    <xsl:param name="points"/>
    <xsl:param name="level"/>
    <xsl:if test="$points">
      <fo:table-row keep-with-next.within-page="always" keep-together.within-page="always">
        <fo:table-cell xsl:use-attribute-sets="group-cell" role="TH" number-columns-spanned="3"><fo:block><xsl:value-of select="l:message(concat('report.level-', $level))"/></fo:block></fo:table-cell>
      </fo:table-row>
      <xsl:apply-templates select="$points" mode="row"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="d:point" mode="row">
    <fo:table-row keep-together.within-page="always">
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt">
        <xsl:if test="@item"><xsl:attribute name="role">TH</xsl:attribute></xsl:if>
        <fo:block font-weight="bold">
          <xsl:choose>
            <xsl:when test="@item"><xsl:apply-templates select="key('item', @item)" mode="number-link"/></xsl:when>
            <xsl:otherwise>&#x2013;</xsl:otherwise>
          </xsl:choose>
        </fo:block>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt"><fo:block><xsl:value-of select="."/></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell" padding="4pt 5pt"><fo:block xsl:use-attribute-sets="quiet"><xsl:value-of select="@line"/></fo:block></fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <!-- The number of an item, or its title where it has none, which leads to it if it is in the report. -->
  <xsl:template match="p:item" mode="number-link">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:variable name="name"><xsl:value-of select="@number"/><xsl:if test="not(@number)"><xsl:apply-templates select="." mode="short-title"/></xsl:if></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($shown)">
        <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
        <fo:basic-link internal-destination="{$anchor}" xsl:use-attribute-sets="link">
          <xsl:attribute name="fox:alt-text"><xsl:apply-templates select="." mode="continued-words"/></xsl:attribute>
          <xsl:value-of select="$name"/>
        </fo:basic-link>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- The chart of a report: a band for each pillar, in it a bar for each case study, as long as all that is asked of it there. What
     is met, not applicable, not met and open differs by lightness and by pattern, so that it can be told apart without colours;
     under each bar stands how much is met. The same SVG goes into the PDF and into the page, where the classes give a style sheet
     something to hold on to. Lengths are points of the print. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/2000/svg"
                xmlns:d="urn:auditfolio:document" xmlns:p="urn:auditfolio:program" xmlns:a="urn:auditfolio:assessment"
                xmlns:l="urn:auditfolio:locale" exclude-result-prefixes="d p a l">

  <xsl:variable name="chart-width" select="487"/>
  <xsl:variable name="chart-head" select="17"/>
  <!-- A stylesheet with less room may say less, down to 30. -->
  <xsl:variable name="chart-band" select="43"/>
  <xsl:variable name="chart-bar" select="12 - ($chart-band &lt; 36) * (36 - $chart-band)"/>
  <xsl:variable name="chart-legend" select="17"/>
  <xsl:variable name="chart-column" select="$chart-width div count($case-studies)"/>
  <xsl:variable name="chart-height" select="$chart-head + $chart-band * count($pillars) + $chart-legend"/>

  <!-- Where it begins, and which way it goes on: in languages that are written leftwards it is turned around. -->
  <xsl:variable name="chart-leftwards" select="l:direction() = 'rtl'"/>
  <xsl:variable name="chart-start" select="$chart-width * $chart-leftwards"/>
  <xsl:variable name="chart-way" select="1 - 2 * $chart-leftwards"/>

  <!-- What it shows, in words. -->
  <xsl:template name="chart-description">
    <xsl:variable name="parts">
      <xsl:for-each select="$pillars">
        <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></xsl:variable>
        <xsl:variable name="score" select="key('score', concat(../@id, ' ', @id, ' '))"/>
        <xsl:if test="$score/@asked &gt; 0"><part><xsl:value-of select="l:message('report.chart-pillar', string($title), number($score/@met), number($score/@asked))"/></part></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="l:message('report.chart-description', count($case-studies), l:list(exsl:node-set($parts)/*))" xmlns:exsl="http://exslt.org/common"/>
  </xsl:template>

  <!-- The same with every number, or if those are too many to be listened to (and for a string of PDF) with those of all case studies
       together; the table below has them too. -->
  <xsl:template name="chart-alternative">
    <xsl:variable name="between" select="l:message('label.sentences', '', '')"/>
    <xsl:variable name="series">
      <xsl:for-each select="$pillars">
        <xsl:if test="position() &gt; 1"><xsl:value-of select="$between"/></xsl:if>
        <xsl:apply-templates select="." mode="chart-series"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="count($case-studies) &gt; 20"><xsl:call-template name="chart-description"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.chart-alternative', count($case-studies), string($series))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="p:section" mode="chart-series">
    <xsl:variable name="pillar" select="."/>
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></xsl:variable>
    <xsl:variable name="next" select="l:message('report.chart-next', '', '')"/>
    <xsl:variable name="bars">
      <xsl:for-each select="$case-studies">
        <xsl:variable name="score" select="key('score', concat($pillar/../@id, ' ', $pillar/@id, ' ', @id))"/>
        <xsl:if test="position() &gt; 1"><xsl:value-of select="$next"/></xsl:if>
        <xsl:value-of select="l:message('report.chart-bar', l:message('report.case-study-number', position()), number($score/@asked), number($score/@met), number($score/@not-applicable), number($score/@not-met), number($score/@open))"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="l:message('report.chart-series', string($title), string($bars))"/>
  </xsl:template>

  <xsl:template name="chart">
    <xsl:variable name="description"><xsl:call-template name="chart-description"/></xsl:variable>
    <svg class="chart" role="img" aria-labelledby="chart-title chart-description" viewBox="0 0 {$chart-width} {$chart-height}" width="{$chart-width}pt"
         height="{$chart-height}pt" font-family="Noto Sans" font-size="7.5" fill="#1A1A1A" xml:lang="{$language}">
      <xsl:if test="$chart-leftwards"><xsl:attribute name="direction">rtl</xsl:attribute></xsl:if>
      <title id="chart-title"><xsl:value-of select="l:message('report.chart')"/></title>
      <desc id="chart-description"><xsl:value-of select="$description"/></desc>
      <xsl:for-each select="$case-studies">
        <text class="chart-quiet" x="{$chart-start + $chart-way * $chart-column * (position() - 1)}" y="8" fill="#545E63">
          <xsl:choose>
            <xsl:when test="last() &lt; 6"><xsl:value-of select="l:message('report.case-study-number', position())"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="l:number(position())"/></xsl:otherwise>
          </xsl:choose>
        </text>
      </xsl:for-each>
      <xsl:for-each select="$pillars">
        <g class="chart-band" transform="translate(0 {$chart-head + $chart-band * (position() - 1)})"><xsl:apply-templates select="." mode="chart-band"/></g>
      </xsl:for-each>
      <g class="chart-legend" transform="translate(0 {$chart-height - $chart-legend + 6})"><xsl:call-template name="chart-legend"/></g>
    </svg>
  </xsl:template>

  <xsl:template match="p:section" mode="chart-band">
    <xsl:variable name="pillar" select="."/>
    <text class="chart-title" y="8" font-weight="bold" font-size="8.2">
      <xsl:if test="$chart-leftwards"><xsl:attribute name="x"><xsl:value-of select="$chart-start"/></xsl:attribute></xsl:if>
      <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
    </text>
    <xsl:for-each select="$case-studies">
      <g transform="translate({$chart-start + $chart-way * $chart-column * (position() - 1)} 12)">
        <xsl:apply-templates select="key('score', concat($pillar/../@id, ' ', $pillar/@id, ' ', @id))" mode="chart-bar"/>
      </g>
    </xsl:for-each>
  </xsl:template>

  <!-- One after the other: met, not applicable, not met, open. -->
  <xsl:template match="d:score" mode="chart-bar">
    <xsl:variable name="width" select="$chart-column - 7"/>
    <xsl:variable name="unit" select="$width div @asked"/>
    <xsl:if test="@asked &gt; 0">
      <xsl:call-template name="chart-segment"><xsl:with-param name="state" select="'met'"/><xsl:with-param name="x" select="0"/><xsl:with-param name="width" select="$unit * @met"/></xsl:call-template>
      <xsl:call-template name="chart-segment"><xsl:with-param name="state" select="'not-applicable'"/><xsl:with-param name="x" select="$unit * @met"/><xsl:with-param name="width" select="$unit * @not-applicable"/></xsl:call-template>
      <xsl:call-template name="chart-segment"><xsl:with-param name="state" select="'not-met'"/><xsl:with-param name="x" select="$unit * (@met + @not-applicable)"/><xsl:with-param name="width" select="$unit * @not-met"/></xsl:call-template>
      <xsl:call-template name="chart-segment"><xsl:with-param name="state" select="'open'"/><xsl:with-param name="x" select="$unit * (@met + @not-applicable + @not-met)"/><xsl:with-param name="width" select="$unit * @open"/></xsl:call-template>
      <rect class="chart-frame" width="{format-number($width, '0.##')}" height="{$chart-bar}" fill="none" stroke="#0B5563" stroke-width="0.6">
        <xsl:if test="$chart-leftwards"><xsl:attribute name="x"><xsl:value-of select="format-number(-$width, '0.##')"/></xsl:attribute></xsl:if>
      </rect>
    </xsl:if>
    <text class="chart-quiet" y="{$chart-bar + 9.5 - 11 * (@asked = 0)}" fill="#545E63">
      <xsl:choose>
        <xsl:when test="@asked &gt; 0"><xsl:value-of select="l:message('report.chart-ratio', number(@met), number(@asked))"/></xsl:when>
        <!-- as the table does it, where the words would run into those beside them -->
        <xsl:when test="4 * string-length(l:message('report.state-not-asked')) &gt; $chart-column - 4">&#x2013;</xsl:when>
        <xsl:otherwise><xsl:value-of select="l:message('report.state-not-asked')"/></xsl:otherwise>
      </xsl:choose>
    </text>
  </xsl:template>

  <!-- Met: dark and plain; not applicable: light with a line along it; not met: dark with stripes across; open: white. -->
  <xsl:template name="chart-segment">
    <xsl:param name="state"/>
    <xsl:param name="x"/>
    <xsl:param name="width"/>
    <xsl:variable name="from" select="$x * $chart-way - $width * $chart-leftwards"/>
    <xsl:variable name="left" select="format-number($from, '0.##')"/>
    <xsl:if test="$width &gt; 0">
      <rect class="chart-{$state}" x="{$left}" width="{format-number($width, '0.##')}" height="{$chart-bar}">
        <xsl:attribute name="fill"><xsl:choose>
          <xsl:when test="$state = 'met'">#0B5563</xsl:when>
          <xsl:when test="$state = 'not-applicable'">#D5DCDF</xsl:when>
          <xsl:when test="$state = 'not-met'">#A3341F</xsl:when>
          <xsl:otherwise>#FFFFFF</xsl:otherwise>
        </xsl:choose></xsl:attribute>
        <xsl:if test="$state != 'met'"><xsl:attribute name="stroke">#0B5563</xsl:attribute><xsl:attribute name="stroke-width">0.6</xsl:attribute></xsl:if>
      </rect>
      <xsl:choose>
        <xsl:when test="$state = 'not-applicable'">
          <path class="chart-line" d="M{$left} {$chart-bar div 2}h{format-number($width, '0.##')}" stroke="#545E63" stroke-width="1" fill="none"/>
        </xsl:when>
        <xsl:when test="$state = 'not-met'">
          <path class="chart-stripes" stroke="#FFFFFF" stroke-width="0.9" fill="none">
            <xsl:attribute name="d"><xsl:call-template name="chart-stripes"><xsl:with-param name="x" select="$from + 1.7"/><xsl:with-param name="end" select="$from + $width - 0.6"/></xsl:call-template></xsl:attribute>
          </path>
        </xsl:when>
      </xsl:choose>
    </xsl:if>
  </xsl:template>
  <xsl:template name="chart-stripes">
    <xsl:param name="x"/>
    <xsl:param name="end"/>
    <xsl:if test="$x &lt; $end">
      <xsl:value-of select="concat('M', format-number($x, '0.##'), ' 0v', $chart-bar)"/>
      <xsl:call-template name="chart-stripes"><xsl:with-param name="x" select="$x + 2.6"/><xsl:with-param name="end" select="$end"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="chart-legend">
    <xsl:call-template name="chart-key"><xsl:with-param name="state" select="'met'"/><xsl:with-param name="column" select="0"/></xsl:call-template>
    <xsl:call-template name="chart-key"><xsl:with-param name="state" select="'not-applicable'"/><xsl:with-param name="column" select="1"/></xsl:call-template>
    <xsl:call-template name="chart-key"><xsl:with-param name="state" select="'not-met'"/><xsl:with-param name="column" select="2"/></xsl:call-template>
    <xsl:call-template name="chart-key"><xsl:with-param name="state" select="'open'"/><xsl:with-param name="column" select="3"/></xsl:call-template>
  </xsl:template>
  <xsl:template name="chart-key">
    <xsl:param name="state"/>
    <xsl:param name="column"/>
    <g transform="translate({$chart-start + $chart-way * $chart-width div 4 * $column} 0)">
      <g transform="scale(1 {9 div $chart-bar})">
        <xsl:call-template name="chart-segment"><xsl:with-param name="state" select="$state"/><xsl:with-param name="x" select="0"/><xsl:with-param name="width" select="18"/></xsl:call-template>
      </g>
      <text x="{23 * $chart-way}" y="7.5"><xsl:value-of select="l:message(concat('report.count-', $state))"/></text>
    </g>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- The audit report as a page: masthead, executive summary, what is open. What else it holds is in report-partner.xsl and
     report-items.xsl; which sections there are and what they are about, in ../report.xsl. Words come from the catalogs, but for those
     of the partner and the auditor, which stay in their language and say so. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:a="urn:auditfolio:assessment"
                xmlns:l="urn:auditfolio:locale" xmlns:s="urn:auditfolio:asset" xmlns:str="http://exslt.org/strings"
                exclude-result-prefixes="d p c a l s str">
  <xsl:import href="../common.xsl"/>
  <xsl:import href="../report.xsl"/>
  <xsl:import href="../chart.xsl"/>
  <xsl:import href="inline.xsl"/>
  <xsl:import href="frame.xsl"/>
  <xsl:import href="report-words.xsl"/>
  <xsl:import href="report-partner.xsl"/>
  <xsl:import href="report-items.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <xsl:variable name="page-style" select="document('report-style.xml')/s:asset"/>
  <xsl:variable name="page-script" select="document('report-script.xml')/s:asset"/>

  <xsl:template name="page-title"><xsl:call-template name="document-title"/></xsl:template>
  <xsl:template name="page-description">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="kind"><xsl:call-template name="kind"/></xsl:variable>
    <xsl:value-of select="l:message('label.document-title', string($title), string($kind))"/>
  </xsl:template>

  <!-- Masthead -->

  <xsl:template name="page-masthead">
    <hgroup>
      <p>
        <xsl:call-template name="text"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template>
        <span class="kind"><xsl:call-template name="kind"/></span>
      </p>
      <h1><xsl:apply-templates select="$partner" mode="name"/></h1>
      <p class="solution"><xsl:apply-templates select="$solution" mode="name"/></p>
    </hgroup>
    <p class="outcome {$outcome-kind}">
      <strong>
        <span class="mark" aria-hidden="true"><xsl:call-template name="outcome-symbol"/></span>
        <xsl:text> </xsl:text>
        <xsl:call-template name="outcome-words"/>
      </strong>
      <xsl:text> </xsl:text>
      <span><xsl:call-template name="outcome-details"/></span>
    </p>
    <dl class="facts">
      <xsl:call-template name="fact"><xsl:with-param name="name" select="l:message('label.version')"/><xsl:with-param name="value" select="$program/@version"/></xsl:call-template>
      <xsl:call-template name="fact"><xsl:with-param name="name" select="l:message('report.day')"/><xsl:with-param name="date" select="$day"/></xsl:call-template>
      <xsl:call-template name="fact">
        <xsl:with-param name="name" select="l:message('report.language-of-answers')"/>
        <xsl:with-param name="value"><xsl:call-template name="answer-languages"/></xsl:with-param>
      </xsl:call-template>
      <xsl:if test="$audit">
        <xsl:call-template name="fact"><xsl:with-param name="name" select="l:message('report.audit-date')"/><xsl:with-param name="date" select="$audit/@date"/></xsl:call-template>
      </xsl:if>
    </dl>
    <p class="extent">
      <xsl:value-of select="l:message(concat('report.audience-', $audience))"/>
      <xsl:if test="$only = 'open'"><xsl:value-of select="concat($apart, l:message('report.only-open'))"/></xsl:if>
    </p>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="date"/>
    <div>
      <dt><xsl:value-of select="$name"/></dt>
      <dd>
        <xsl:choose>
          <xsl:when test="$date"><xsl:call-template name="date"><xsl:with-param name="date" select="$date"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
        </xsl:choose>
      </dd>
    </div>
  </xsl:template>

  <xsl:template name="outcome-symbol">
    <xsl:choose>
      <xsl:when test="$outcome-kind = 'good'">&#x2713;</xsl:when>
      <xsl:when test="$outcome = 'declined'">&#x2717;</xsl:when>
      <xsl:otherwise>&#x25CB;</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Filter: what is open, who must act, a section. %1 and %2 are for the script to replace. -->

  <xsl:template name="page-filter">
    <xsl:variable name="items"><xsl:apply-templates select="$program/p:part" mode="shown"/></xsl:variable>
    <xsl:if test="string($items)">
      <form class="filter" role="search" aria-label="{l:message('label.filter')}" hidden="hidden">
        <xsl:if test="$only != 'open'">
          <label class="switch"><input type="checkbox" name="open"/><xsl:text> </xsl:text><xsl:value-of select="l:message('report.only-open')"/></label>
        </xsl:if>
        <label for="who"><xsl:value-of select="l:message('report.filter-who')"/></label>
        <select id="who" name="who" autocomplete="off">
          <option value="" selected="selected"><xsl:value-of select="l:message('label.filter-all')"/></option>
          <xsl:for-each select="str:tokenize('partner engineers auditor')">
            <option value="{.}"><xsl:value-of select="l:message(concat('report.who-', .))"/></option>
          </xsl:for-each>
        </select>
        <label for="section"><xsl:value-of select="l:message('report.filter-section')"/></label>
        <select id="section" name="section" autocomplete="off">
          <option value="" selected="selected"><xsl:value-of select="l:message('label.filter-all')"/></option>
          <xsl:for-each select="$program/p:part">
            <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
            <xsl:if test="string($shown)">
              <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('part.', @id, '.title')"/></xsl:call-template></xsl:variable>
              <optgroup label="{$title}"><xsl:apply-templates select="p:section" mode="choice"/></optgroup>
            </xsl:if>
          </xsl:for-each>
        </select>
        <p class="found">
          <output id="found" for="who section" data-found="{l:message('label.filter-found', '%1', '%2')}" data-none="{l:message('label.filter-none')}"/>
          <button type="reset" hidden="hidden"><xsl:value-of select="l:message('label.filter-reset')"/></button>
        </p>
      </form>
    </xsl:if>
  </xsl:template>
  <xsl:template match="p:section" mode="choice">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)">
      <option value="{@id}">
        <xsl:if test="@number"><xsl:value-of select="concat(@number, ' ')"/></xsl:if>
        <xsl:call-template name="plain"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template>
      </option>
    </xsl:if>
  </xsl:template>

  <!-- Contents and text -->

  <xsl:template name="page-entries"><xsl:call-template name="chapters"><xsl:with-param name="what" select="'entry'"/></xsl:call-template></xsl:template>
  <xsl:template name="page-main"><xsl:call-template name="chapters"><xsl:with-param name="what" select="'text'"/></xsl:call-template></xsl:template>

  <xsl:template match="*" mode="chapter">
    <xsl:param name="what"/>
    <xsl:param name="id"/>
    <xsl:variable name="anchor"><xsl:call-template name="chapter-anchor"><xsl:with-param name="id" select="$id"/></xsl:call-template></xsl:variable>
    <xsl:variable name="title"><xsl:call-template name="chapter-title"><xsl:with-param name="id" select="$id"/></xsl:call-template></xsl:variable>
    <xsl:choose>
      <xsl:when test="$what = 'entry'">
        <xsl:call-template name="entry">
          <xsl:with-param name="anchor" select="$anchor"/>
          <xsl:with-param name="words" select="$title"/>
          <xsl:with-param name="below">
            <xsl:if test="$id = 'prerequisites' or $id = 'items'"><xsl:apply-templates select="p:section" mode="shown-entry"/></xsl:if>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <section id="{$anchor}" class="chapter of-{$id}">
          <h2><xsl:value-of select="$title"/></h2>
          <xsl:choose>
            <xsl:when test="$id = 'summary'"><xsl:call-template name="summary"/></xsl:when>
            <xsl:when test="$id = 'open'"><xsl:call-template name="open"/></xsl:when>
            <xsl:when test="$id = 'partner-and-solution'"><xsl:call-template name="partner-and-solution"/></xsl:when>
            <xsl:when test="$id = 'case-studies'"><xsl:call-template name="case-studies"/></xsl:when>
            <xsl:when test="$id = 'prerequisites'"><xsl:call-template name="prerequisites"/></xsl:when>
            <xsl:when test="$id = 'matrix'"><xsl:call-template name="matrix"/></xsl:when>
            <xsl:when test="$id = 'items'"><xsl:call-template name="items"/></xsl:when>
            <xsl:when test="$id = 'evidence'"><xsl:call-template name="evidence"/></xsl:when>
            <xsl:when test="$id = 'sign-off'"><xsl:call-template name="sign-off"/></xsl:when>
          </xsl:choose>
        </section>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="p:section" mode="shown-entry">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:if test="string($shown)"><xsl:apply-templates select="." mode="entry"/></xsl:if>
  </xsl:template>

  <!-- Executive summary -->

  <xsl:template name="summary">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <div class="prose">
      <p>
        <xsl:call-template name="summary-words"/>
      </p>
      <xsl:if test="$audit">
        <p>
          <xsl:value-of select="l:message('report.summary-audit', number($whole/@accepted), number($whole/@rejected), number($whole/@questions),
                                number($whole/@asked - $whole/@accepted - $whole/@rejected - $whole/@questions))"/>
        </p>
      </xsl:if>
      <xsl:if test="$readiness/d:point">
        <ul class="who">
          <xsl:for-each select="str:tokenize('partner engineers auditor')">
            <xsl:variable name="who" select="string(.)"/>
            <xsl:for-each select="$readiness[d:point/@who = $who]">
              <li><xsl:value-of select="l:message('report.summary-who', l:message(concat('report.who-', $who)), count(key('points-for', $who)))"/></li>
            </xsl:for-each>
          </xsl:for-each>
        </ul>
      </xsl:if>
    </div>
    <dl class="numbers">
      <xsl:call-template name="number"><xsl:with-param name="of" select="'asked'"/></xsl:call-template>
      <xsl:call-template name="number"><xsl:with-param name="of" select="'answered'"/></xsl:call-template>
      <xsl:call-template name="number"><xsl:with-param name="of" select="'met'"/></xsl:call-template>
      <xsl:call-template name="number"><xsl:with-param name="of" select="'not-met'"/></xsl:call-template>
      <xsl:call-template name="number"><xsl:with-param name="of" select="'not-applicable'"/></xsl:call-template>
      <xsl:call-template name="number"><xsl:with-param name="of" select="'open'"/></xsl:call-template>
    </dl>
    <xsl:if test="$audit">
      <dl class="numbers">
        <xsl:call-template name="number"><xsl:with-param name="of" select="'accepted'"/></xsl:call-template>
        <xsl:call-template name="number"><xsl:with-param name="of" select="'rejected'"/></xsl:call-template>
        <xsl:call-template name="number"><xsl:with-param name="of" select="'questions'"/></xsl:call-template>
      </dl>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="$case-studies">
        <h3 id="chart"><xsl:value-of select="l:message('report.chart')"/></h3>
        <div class="scroll chart-frame" role="region" tabindex="0" aria-labelledby="chart"><xsl:call-template name="chart"/></div>
        <xsl:call-template name="chart-table"/>
      </xsl:when>
      <xsl:otherwise><p><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="number">
    <xsl:param name="of"/>
    <div class="{$of}">
      <dt><xsl:value-of select="l:message(concat('report.count-', $of))"/></dt>
      <dd><xsl:value-of select="l:number(number($whole/@*[local-name() = $of]))"/></dd>
    </div>
  </xsl:template>

  <!-- What the chart shows, in numbers, and which case study has which number. -->
  <xsl:template name="chart-table">
    <div class="scroll" role="region" tabindex="0" aria-labelledby="chart-table">
      <table class="grid counts">
        <caption id="chart-table"><xsl:value-of select="l:message('report.chart-table')"/></caption>
        <colgroup><col/><xsl:for-each select="$case-studies"><col/></xsl:for-each><col/></colgroup>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="l:message('report.pillar')"/></th>
            <xsl:for-each select="$case-studies">
              <th scope="col" class="figure">
                <span class="hidden"><xsl:value-of select="l:message('report.case-study-number', position())"/></span>
                <span aria-hidden="true"><xsl:value-of select="l:number(position())"/></span>
              </th>
            </xsl:for-each>
            <th scope="col" class="figure"><xsl:value-of select="l:message('report.total')"/></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$pillars">
            <xsl:variable name="key" select="concat(../@id, ' ', @id, ' ')"/>
            <tr>
              <th scope="row"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('section.', @id, '.title')"/></xsl:call-template></th>
              <xsl:for-each select="$case-studies">
                <td class="figure"><xsl:call-template name="ratio"><xsl:with-param name="score" select="key('score', concat($key, @id))"/></xsl:call-template></td>
              </xsl:for-each>
              <td class="figure"><xsl:call-template name="ratio"><xsl:with-param name="score" select="key('score', $key)"/></xsl:call-template></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
    <ol class="legend" aria-label="{l:message('report.case-study')}">
      <xsl:for-each select="$case-studies"><li><xsl:apply-templates select="." mode="name"/></li></xsl:for-each>
    </ol>
  </xsl:template>
  <xsl:template name="ratio">
    <xsl:param name="score"/>
    <xsl:choose>
      <xsl:when test="$score/@asked &gt; 0"><xsl:value-of select="l:message('report.chart-ratio', number($score/@met), number($score/@asked))"/></xsl:when>
      <xsl:otherwise><span class="lacking"><xsl:value-of select="l:message('report.state-not-asked')"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What is open -->

  <xsl:template name="open">
    <xsl:if test="not($readiness/d:point)"><p><xsl:value-of select="l:message('report.nothing-open')"/></p></xsl:if>
    <xsl:for-each select="str:tokenize('partner engineers auditor')">
      <xsl:variable name="who" select="string(.)"/>
      <xsl:for-each select="$readiness[d:point/@who = $who]">
        <section class="checklist">
          <h3><xsl:value-of select="l:message('report.open-for', l:message(concat('report.who-', $who)), count(key('points-for', $who)))"/></h3>
          <ul class="points"><xsl:apply-templates select="key('points-for', $who)"/></ul>
        </section>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="d:point">
    <xsl:variable name="item" select="key('item', @item)"/>
    <xsl:variable name="shown"><xsl:apply-templates select="$item" mode="shown"/></xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <li class="{@level}" data-open="yes" data-who="{@who}" data-section="{@section}">
      <span class="number">
        <xsl:choose>
          <xsl:when test="string($shown) and $item/@number">
            <xsl:variable name="anchor"><xsl:apply-templates select="$item" mode="anchor"/></xsl:variable>
            <a href="#{$anchor}" aria-label="{l:message('label.link-to-item', string($item/@number))}"><xsl:value-of select="$item/@number"/></a>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="$item/@number"/></xsl:otherwise>
        </xsl:choose>
      </span>
      <div>
        <p><xsl:value-of select="."/></p>
        <p class="place">
          <span class="level"><xsl:value-of select="l:message(concat('report.level-', @level))"/></span>
          <xsl:if test="string($shown) and not($item/@number)">
            <xsl:variable name="anchor"><xsl:apply-templates select="$item" mode="anchor"/></xsl:variable>
            <xsl:text> </xsl:text><a href="#{$anchor}"><xsl:call-template name="text"><xsl:with-param name="id" select="concat('item.', $item/@id, '.title')"/></xsl:call-template></a>
          </xsl:if>
          <xsl:if test="string($shown)">
            <xsl:variable name="cells" select="key('item-cells', @item)"/>
            <xsl:apply-templates select="key('case-study', str:tokenize(@case-studies))" mode="cell-link">
              <xsl:with-param name="item" select="$item"/>
              <xsl:with-param name="cells" select="$cells"/>
            </xsl:apply-templates>
          </xsl:if>
          <xsl:if test="@line &gt; 0"><xsl:text> </xsl:text><span class="line-number"><xsl:value-of select="l:message('report.line', number(@line))"/></span></xsl:if>
        </p>
      </div>
    </li>
  </xsl:template>

  <!-- To the cell of the overview. -->
  <xsl:template match="a:case-study" mode="cell-link">
    <xsl:param name="item"/>
    <xsl:param name="cells"/>
    <xsl:if test="$cells[@case-study = current()/@id]">
      <xsl:text> </xsl:text><a href="#cell-{$item/@id}_{@id}"><xsl:apply-templates select="." mode="name"/></a>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- Of a report's page: partner and solution, case studies side by side, evidence, sign-off. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:a="urn:auditfolio:assessment" xmlns:l="urn:auditfolio:locale"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="d p a l str">

  <!-- Partner and solution: names of fields and what they hold -->

  <xsl:template name="partner-and-solution">
    <h3><xsl:apply-templates select="$partner" mode="name"/></h3>
    <dl class="fields">
      <xsl:call-template name="field"><xsl:with-param name="of" select="'tier'"/><xsl:with-param name="nodes" select="$partner/a:tier"/></xsl:call-template>
      <div>
        <dt><xsl:value-of select="l:message('label.contact')"/></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="normalize-space($partner/a:contact)">
              <xsl:for-each select="$partner/a:contact/*[normalize-space()]">
                <xsl:if test="position() != 1"><br/></xsl:if>
                <xsl:apply-templates select="." mode="value"/>
              </xsl:for-each>
            </xsl:when>
            <xsl:otherwise><xsl:call-template name="not-stated"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </div>
      <xsl:call-template name="field"><xsl:with-param name="of" select="'website'"/><xsl:with-param name="nodes" select="$partner/a:website"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="of" select="'landing-page'"/><xsl:with-param name="nodes" select="$partner/a:landing-page"/></xsl:call-template>
      <xsl:call-template name="field">
        <xsl:with-param name="of" select="'competencies'"/>
        <xsl:with-param name="nodes" select="$partner/a:competencies/a:competency"/>
        <xsl:with-param name="none" select="l:message('report.none')"/>
      </xsl:call-template>
    </dl>
    <h3><xsl:apply-templates select="$solution" mode="name"/></h3>
    <dl class="fields">
      <xsl:if test="normalize-space($solution/a:description)">
        <xsl:call-template name="field"><xsl:with-param name="of" select="'description'"/><xsl:with-param name="nodes" select="$solution/a:description"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="field">
        <xsl:with-param name="name" select="l:message('report.field-categories', count($solution/a:category))"/>
        <xsl:with-param name="nodes" select="$solution/a:category"/>
      </xsl:call-template>
      <xsl:call-template name="field">
        <xsl:with-param name="name" select="l:message('report.field-deployment-models', count($solution/a:deployment-model))"/>
        <xsl:with-param name="nodes" select="$solution/a:deployment-model"/>
      </xsl:call-template>
      <xsl:if test="$asks-customers"><xsl:call-template name="field"><xsl:with-param name="of" select="'customers'"/><xsl:with-param name="nodes" select="$solution/a:customers"/></xsl:call-template></xsl:if>
      <xsl:call-template name="field"><xsl:with-param name="of" select="'marketplace'"/><xsl:with-param name="nodes" select="$solution/a:marketplace[@listed != 'open']"/></xsl:call-template>
      <xsl:if test="$asks-compensation"><xsl:call-template name="field"><xsl:with-param name="of" select="'compensation'"/><xsl:with-param name="nodes" select="$solution/a:sales-compensation[@plan != 'open']"/></xsl:call-template></xsl:if>
      <xsl:call-template name="field"><xsl:with-param name="of" select="'support'"/><xsl:with-param name="nodes" select="$solution/a:support"/></xsl:call-template>
      <xsl:call-template name="field">
        <xsl:with-param name="name" select="l:message('label.required-documents')"/>
        <xsl:with-param name="nodes" select="$solution/a:document[normalize-space(@evidence)]"/>
      </xsl:call-template>
    </dl>
  </xsl:template>

  <!-- A field: name, or of, the id of its message; the elements that say something. -->
  <xsl:template name="field">
    <xsl:param name="of"/>
    <xsl:param name="name" select="l:message(concat('report.field-', $of))"/>
    <xsl:param name="nodes"/>
    <xsl:param name="none"/>
    <div>
      <dt><xsl:value-of select="$name"/></dt>
      <dd>
        <xsl:call-template name="values"><xsl:with-param name="nodes" select="$nodes"/><xsl:with-param name="none" select="$none"/></xsl:call-template>
      </dd>
    </div>
  </xsl:template>
  <xsl:template name="values">
    <xsl:param name="nodes"/>
    <xsl:param name="none"/>
    <!-- attributes of other namespaces (xml:lang, the place in the file) say nothing -->
    <xsl:variable name="said" select="$nodes[@*[not(namespace-uri())] or normalize-space()]"/>
    <xsl:choose>
      <xsl:when test="count($said) &gt; 1">
        <ul class="values"><xsl:for-each select="$said"><li><xsl:apply-templates select="." mode="value"/></li></xsl:for-each></ul>
      </xsl:when>
      <xsl:when test="$said"><xsl:apply-templates select="$said" mode="value"/></xsl:when>
      <xsl:when test="string($none)"><xsl:value-of select="$none"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="not-stated"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What fields hold -->

  <!-- A category that has subcategories, and those under it that the solution is in. -->
  <xsl:template match="a:category[key('category', @ref)/p:subcategory]" mode="value">
    <xsl:apply-templates select="." mode="name"/>
    <ul>
      <xsl:for-each select="a:subcategory"><li><xsl:apply-templates select="." mode="name"/></li></xsl:for-each>
      <xsl:if test="not(a:subcategory)"><li><xsl:call-template name="not-stated"/></li></xsl:if>
    </ul>
  </xsl:template>

  <xsl:template match="a:name | a:role | a:product | a:category | a:deployment-model | a:competency | a:organization | p:subcategory" mode="value">
    <xsl:apply-templates select="." mode="name"/>
  </xsl:template>
  <xsl:template match="a:tier | a:status" mode="value"><xsl:value-of select="l:message(concat('report.', local-name(), '-', normalize-space(.)))"/></xsl:template>
  <xsl:template match="a:email" mode="value"><a class="address" href="mailto:{normalize-space(.)}" translate="no"><xsl:value-of select="normalize-space(.)"/></a></xsl:template>
  <xsl:template match="a:phone" mode="value"><span class="phone"><xsl:value-of select="normalize-space(.)"/></span></xsl:template>
  <xsl:template match="a:website | a:landing-page | a:public-link" mode="value">
    <xsl:call-template name="address"><xsl:with-param name="address" select="normalize-space(.)"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="a:customers" mode="value"><xsl:value-of select="l:number(number(.))"/></xsl:template>
  <xsl:template match="a:production-date" mode="value"><xsl:call-template name="date"><xsl:with-param name="date" select="normalize-space(.)"/></xsl:call-template></xsl:template>
  <xsl:template match="a:description | a:support | a:challenge | a:deployment | a:outcomes | a:decision" mode="value"><xsl:apply-templates select="." mode="words"/></xsl:template>
  <xsl:template match="a:marketplace" mode="value">
    <xsl:value-of select="l:message(concat('label.', @listed))"/>
    <xsl:choose>
      <xsl:when test="normalize-space(@href)">
        <br/><xsl:call-template name="address"><xsl:with-param name="address" select="normalize-space(@href)"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@listed = 'yes'"><br/><xsl:call-template name="not-stated"/></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:sales-compensation" mode="value">
    <p><xsl:value-of select="l:message(concat('label.', @plan))"/></p>
    <xsl:if test="normalize-space()"><xsl:apply-templates select="." mode="words"/></xsl:if>
  </xsl:template>
  <xsl:template match="a:document" mode="value">
    <xsl:call-template name="text"><xsl:with-param name="id" select="concat('document.', @ref, '.title')"/></xsl:call-template>
    <xsl:call-template name="evidence-links"><xsl:with-param name="ids" select="@evidence"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="a:third-party" mode="value">
    <xsl:choose>
      <xsl:when test="a:product"><xsl:call-template name="values"><xsl:with-param name="nodes" select="a:product"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('report.none')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Case studies: as many side by side as can be read, in tables of about the same width -->

  <xsl:template name="case-studies">
    <xsl:variable name="tables" select="ceiling(count($case-studies) div 3)"/>
    <xsl:variable name="share" select="$tables div count($case-studies)"/>
    <xsl:if test="not($case-studies)"><p><xsl:value-of select="l:message('report.there-are-no-case-studies')"/></p></xsl:if>
    <xsl:for-each select="$case-studies[position() &lt;= $tables]">
      <xsl:variable name="table" select="position() - 1"/>
      <xsl:variable name="studies" select="$case-studies[floor((position() - 1) * $share) = $table]"/>
      <table class="studies">
        <caption><span><xsl:value-of select="l:message('report.case-studies')"/></span></caption>
        <colgroup><col class="what"/><xsl:for-each select="$studies"><col/></xsl:for-each></colgroup>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="l:message('report.field')"/></th>
            <xsl:for-each select="$studies">
              <th scope="col" id="case-study-{@id}">
                <span class="number">
                  <xsl:variable name="number"><xsl:apply-templates select="." mode="number"/></xsl:variable>
                  <xsl:value-of select="l:message('report.case-study-number', number($number))"/>
                </span>
                <xsl:text> </xsl:text>
                <xsl:apply-templates select="." mode="name"/>
              </th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'website'"/></xsl:call-template>
          <xsl:if test="$case-studies/@deployment-model or count($solution/a:deployment-model) &gt; 1">
            <xsl:call-template name="study-row">
              <xsl:with-param name="studies" select="$studies"/>
              <xsl:with-param name="of" select="'model'"/>
              <xsl:with-param name="name" select="l:message('report.field-deployment-models', 1)"/>
            </xsl:call-template>
          </xsl:if>
          <xsl:if test="$asks-subcategories">
            <xsl:call-template name="study-row">
              <xsl:with-param name="studies" select="$studies"/>
              <xsl:with-param name="of" select="'subcategories'"/>
              <xsl:with-param name="name" select="l:message('report.field-subcategories', 2)"/>
            </xsl:call-template>
          </xsl:if>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'status'"/></xsl:call-template>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'production-date'"/></xsl:call-template>
          <xsl:if test="$case-studies/@reused">
            <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'reused'"/></xsl:call-template>
          </xsl:if>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'public-link'"/></xsl:call-template>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'challenge'"/></xsl:call-template>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'deployment'"/></xsl:call-template>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'third-party'"/></xsl:call-template>
          <xsl:call-template name="study-row"><xsl:with-param name="studies" select="$studies"/><xsl:with-param name="of" select="'outcomes'"/></xsl:call-template>
          <xsl:if test="$case-studies/a:document[normalize-space(@evidence)]">
            <xsl:call-template name="study-row">
              <xsl:with-param name="studies" select="$studies"/>
              <xsl:with-param name="of" select="'document'"/>
              <xsl:with-param name="name" select="l:message('label.required-documents')"/>
            </xsl:call-template>
          </xsl:if>
        </tbody>
      </table>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="study-row">
    <xsl:param name="studies"/>
    <xsl:param name="of"/>
    <xsl:param name="name" select="l:message(concat('report.field-', $of))"/>
    <xsl:variable name="asked"><xsl:call-template name="asks-field"><xsl:with-param name="field" select="$of"/></xsl:call-template></xsl:variable>
    <xsl:if test="string($asked)"><tr>
      <th scope="row" class="what"><xsl:value-of select="$name"/></th>
      <xsl:for-each select="$studies">
        <td>
          <span class="label"><xsl:apply-templates select="." mode="name"/></span>
          <div class="value">
            <xsl:choose>
              <xsl:when test="$of = 'model'"><xsl:apply-templates select="." mode="model"/></xsl:when>
              <xsl:when test="$of = 'subcategories'">
                <xsl:call-template name="values"><xsl:with-param name="nodes" select="key('subcategory', str:tokenize(@subcategories))"/></xsl:call-template>
              </xsl:when>
              <xsl:when test="$of = 'reused'">
                <xsl:choose>
                  <xsl:when test="@reused"><xsl:value-of select="l:message(concat('label.', @reused))"/></xsl:when>
                  <xsl:otherwise><xsl:call-template name="not-stated"/></xsl:otherwise>
                </xsl:choose>
              </xsl:when>
              <xsl:when test="$of = 'third-party' and a:third-party"><xsl:apply-templates select="a:third-party" mode="value"/></xsl:when>
              <xsl:when test="$of = 'document'">
                <xsl:call-template name="values"><xsl:with-param name="nodes" select="a:document[normalize-space(@evidence)]"/></xsl:call-template>
              </xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="values">
                  <xsl:with-param name="nodes" select="*[local-name() = $of]"/>
                  <xsl:with-param name="none"><xsl:if test="$of = 'public-link'"><xsl:value-of select="l:message('report.none')"/></xsl:if></xsl:with-param>
                </xsl:call-template>
              </xsl:otherwise>
            </xsl:choose>
          </div>
        </td>
      </xsl:for-each>
    </tr></xsl:if>
  </xsl:template>
  <!-- Its own deployment model, or the only one of the solution. -->
  <xsl:template match="a:case-study" mode="model">
    <xsl:choose>
      <xsl:when test="@deployment-model"><xsl:apply-templates select="key('model', @deployment-model)" mode="name"/></xsl:when>
      <xsl:when test="count($solution/a:deployment-model) = 1"><xsl:apply-templates select="$solution/a:deployment-model" mode="name"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="not-stated"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Evidence -->

  <xsl:template name="evidence">
    <xsl:choose>
      <xsl:when test="$assessment/a:evidence/a:piece">
        <table class="evidence-list">
          <caption><span><xsl:value-of select="l:message('report.evidence')"/></span></caption>
          <colgroup><col class="what"/><col class="narrow"/><col class="narrow"/><col/><col class="digest"/><col class="uses"/></colgroup>
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="l:message('label.title')"/></th>
              <th scope="col"><xsl:value-of select="l:message('label.language')"/></th>
              <th scope="col"><xsl:value-of select="l:message('label.date')"/></th>
              <th scope="col"><xsl:value-of select="l:message('report.evidence-source')"/></th>
              <th scope="col"><xsl:value-of select="l:message('report.evidence-digest')"/></th>
              <th scope="col"><xsl:value-of select="l:message('report.evidence-items')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="$assessment/a:evidence/a:piece"/></tbody>
        </table>
      </xsl:when>
      <xsl:otherwise><p><xsl:value-of select="l:message('report.evidence-none')"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:piece">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="language"/></xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <tr id="evidence-{@id}">
      <th scope="row" class="what"><xsl:apply-templates select="a:title" mode="name"/></th>
      <td><span class="label"><xsl:value-of select="l:message('label.language')"/></span><xsl:text> </xsl:text><span><xsl:value-of select="l:language-name(string($own))"/></span></td>
      <td>
        <span class="label"><xsl:value-of select="l:message('label.date')"/></span><xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="@date"><xsl:call-template name="date"><xsl:with-param name="date" select="@date"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:call-template name="not-stated"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td>
        <span class="label"><xsl:value-of select="l:message('report.evidence-source')"/></span>
        <div class="value">
          <xsl:if test="@file"><p><code class="file" translate="no"><xsl:value-of select="@file"/></code></p></xsl:if>
          <xsl:if test="@d:file = 'absent'"><p class="lacking"><xsl:value-of select="l:message('report.evidence-absent')"/></p></xsl:if>
          <xsl:if test="@href"><p><xsl:call-template name="address"><xsl:with-param name="address" select="@href"/></xsl:call-template></p></xsl:if>
        </div>
      </td>
      <td>
        <span class="label"><xsl:value-of select="l:message('report.evidence-digest')"/></span><xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="@sha256"><code class="digest" translate="no"><xsl:call-template name="digest"><xsl:with-param name="digest" select="@sha256"/></xsl:call-template></code></xsl:when>
          <xsl:when test="@file"><span class="lacking"><xsl:value-of select="l:message('report.no-digest')"/></span></xsl:when>
          <xsl:otherwise><span class="lacking">&#x2013;</span></xsl:otherwise>
        </xsl:choose>
      </td>
      <td>
        <span class="label"><xsl:value-of select="l:message('report.evidence-items')"/></span>
        <div class="value"><xsl:call-template name="uses"/></div>
      </td>
    </tr>
  </xsl:template>

  <!-- Groups of eight: copied, they are one word. -->
  <xsl:template name="digest">
    <xsl:param name="digest"/>
    <xsl:if test="$digest != ''">
      <span><xsl:value-of select="substring($digest, 1, 8)"/></span>
      <xsl:call-template name="digest"><xsl:with-param name="digest" select="substring($digest, 9)"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The items, each once and each part's for themselves, and documents that a piece is evidence of. -->
  <xsl:template name="uses">
    <xsl:variable name="uses" select="key('use-of', @id)"/>
    <xsl:choose>
      <xsl:when test="$uses">
        <xsl:variable name="items" select="key('item', $uses/@item)"/>
        <xsl:for-each select="$program/p:part[p:section/p:item[@id = $items/@id]]">
          <ul class="uses"><xsl:apply-templates select="p:section/p:item[@id = $items/@id]" mode="use"/></ul>
        </xsl:for-each>
        <xsl:if test="$uses[self::a:document]">
          <ul class="uses">
            <xsl:for-each select="key('document', $uses[self::a:document]/@ref)">
              <li><xsl:call-template name="text"><xsl:with-param name="id" select="concat('document.', @id, '.title')"/></xsl:call-template></li>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </xsl:when>
      <xsl:otherwise><span class="lacking"><xsl:value-of select="l:message('report.evidence-unused')"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Numbers repeat between parts: who hears only the link hears its title, too. An item without a number is called by its title. -->
  <xsl:template match="p:item" mode="use">
    <xsl:variable name="shown"><xsl:apply-templates select="." mode="shown"/></xsl:variable>
    <xsl:variable name="anchor"><xsl:apply-templates select="." mode="anchor"/></xsl:variable>
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="concat('item.', @id, '.title')"/></xsl:call-template></xsl:variable>
    <li>
      <xsl:choose>
        <xsl:when test="not(@number) and string($shown)"><a href="#{$anchor}"><xsl:value-of select="$title"/></a></xsl:when>
        <xsl:when test="not(@number)"><xsl:value-of select="$title"/></xsl:when>
        <xsl:when test="string($shown)"><a href="#{$anchor}" aria-label="{concat(@number, ' ', $title)}"><xsl:value-of select="@number"/></a></xsl:when>
        <xsl:otherwise><xsl:value-of select="@number"/></xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

  <!-- Sign-off: the decision if there is an audit, and lines to sign on -->

  <xsl:template name="sign-off">
    <xsl:if test="$audit">
      <dl class="fields">
        <div class="decision {$audit/a:decision/@verdict}">
          <dt><xsl:value-of select="l:message('report.decision')"/></dt>
          <dd><strong><xsl:value-of select="l:message(concat('report.decision-', $audit/a:decision/@verdict))"/></strong></dd>
        </div>
        <xsl:if test="normalize-space($audit/a:decision)">
          <div><dt><xsl:value-of select="l:message('report.decision-reasons')"/></dt><dd><xsl:apply-templates select="$audit/a:decision" mode="value"/></dd></div>
        </xsl:if>
        <xsl:if test="$audit/a:decision/@date">
          <xsl:call-template name="fact"><xsl:with-param name="name" select="l:message('report.decision-date')"/><xsl:with-param name="date" select="$audit/a:decision/@date"/></xsl:call-template>
        </xsl:if>
        <xsl:call-template name="fact"><xsl:with-param name="name" select="l:message('report.audit-date')"/><xsl:with-param name="date" select="$audit/@date"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="l:message('report.auditor')"/><xsl:with-param name="nodes" select="$audit/a:auditor/a:name"/></xsl:call-template>
        <xsl:if test="normalize-space($audit/a:auditor/a:organization)">
          <xsl:call-template name="field"><xsl:with-param name="name" select="l:message('report.organization')"/><xsl:with-param name="nodes" select="$audit/a:auditor/a:organization"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="normalize-space($audit/a:auditor/a:email)">
          <xsl:call-template name="field"><xsl:with-param name="of" select="'email'"/><xsl:with-param name="nodes" select="$audit/a:auditor/a:email"/></xsl:call-template>
        </xsl:if>
      </dl>
    </xsl:if>
    <div class="signatures">
      <xsl:call-template name="signature"><xsl:with-param name="words" select="l:message('report.sign-partner')"/></xsl:call-template>
      <xsl:call-template name="signature"><xsl:with-param name="words" select="l:message('report.sign-auditor')"/></xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template name="signature">
    <xsl:param name="words"/>
    <div class="signature">
      <p><xsl:value-of select="$words"/></p>
      <xsl:for-each select="str:tokenize('name place-date signature')">
        <p class="answer"><span><xsl:value-of select="l:message(concat('report.sign-', .))"/></span><span class="line" role="img" aria-label="{l:message('label.line')}"/></p>
      </xsl:for-each>
    </div>
  </xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="UTF-8"?>
<!-- The body of the mail that submits a self-assessment: what the program asks for with a submission, the case studies, the attachments
     with their digests, what happens next. The input is that of a report with a <mail> as its last element:

       <mail xmlns="urn:auditfolio:document" day="2026-11-22" answer-by="2026-11-27" draft="yes|no">
         <attachment kind="report|assessment|evidence" name="…" title="…" xml:lang="de" size="345678" sha256="…" id="…"/>
         <link id="…" title="…" href="https://…" xml:lang="de"/>

     answer-by is left out if the program names no time for an answer; draft="yes" if points are open. A link is a piece of evidence that
     is an address.

     The page is plain: mail programs drop much, and src/mail/text.c makes the text of those without HTML from the same tree. So nothing
     depends on the style, there is nothing active, and nothing is fetched. What is not known in a draft has no row. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:auditfolio:document"
                xmlns:p="urn:auditfolio:program" xmlns:c="urn:auditfolio:catalog" xmlns:a="urn:auditfolio:assessment"
                xmlns:l="urn:auditfolio:locale" xmlns:str="http://exslt.org/strings"
                exclude-result-prefixes="d p c a l str">
  <xsl:import href="../common.xsl"/>
  <xsl:import href="../report.xsl"/>
  <xsl:import href="../html/inline.xsl"/>
  <xsl:import href="../html/report-words.xsl"/>
  <xsl:import href="style.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <xsl:variable name="mail" select="/d:document/d:mail"/>
  <xsl:variable name="contact" select="$partner/a:contact"/>

  <xsl:template match="/">
    <html lang="{$language}" dir="{l:direction()}">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:call-template name="subject"/></title>
        <style><xsl:call-template name="style"/></style>
      </head>
      <body>
        <main>
          <xsl:call-template name="opening"/>
          <xsl:call-template name="facts"/>
          <xsl:call-template name="case-studies"/>
          <xsl:call-template name="attachments"/>
          <xsl:call-template name="links"/>
          <xsl:call-template name="next"/>
          <xsl:call-template name="signature"/>
        </main>
      </body>
    </html>
  </xsl:template>

  <!-- What the mail is about, by the program's convention. -->
  <xsl:template name="subject">
    <xsl:variable name="convention"><xsl:call-template name="plain"><xsl:with-param name="id" select="'mail.subject'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="name"><xsl:apply-templates select="$partner" mode="plain-name"/></xsl:variable>
    <xsl:variable name="subject" select="concat(substring-before($convention, '{0}'), $name, substring-after($convention, '{0}'))"/>
    <xsl:choose>
      <xsl:when test="$mail/@draft = 'yes'"><xsl:value-of select="l:message('mail.draft-subject', $subject)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$subject"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Opening -->

  <xsl:template name="opening">
    <xsl:variable name="title"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.title'"/></xsl:call-template></xsl:variable>
    <xsl:variable name="checklist"><xsl:call-template name="plain"><xsl:with-param name="id" select="'program.checklist'"/></xsl:call-template></xsl:variable>
    <xsl:if test="$mail/@draft = 'yes'">
      <p class="draft"><strong><xsl:value-of select="l:message('mail.draft', number($readiness/@blocking))"/></strong></p>
    </xsl:if>
    <p><xsl:value-of select="l:message('mail.greeting')"/></p>
    <p>
      <xsl:choose>
        <xsl:when test="normalize-space($partner/a:name) and normalize-space($solution/a:name)">
          <xsl:call-template name="fill">
            <xsl:with-param name="text" select="l:message('mail.opening', '&#xE000;', '&#xE001;', string($title), string($checklist), string($program/@version))"/>
            <xsl:with-param name="nodes" select="$partner | $solution"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="l:message('mail.opening-unnamed', string($title), string($checklist), string($program/@version))"/></xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:if test="$mail/d:attachment[@kind = 'report']"><p><xsl:value-of select="l:message('mail.overview')"/></p></xsl:if>
  </xsl:template>

  <!-- What goes with every submission -->

  <xsl:template name="facts">
    <dl>
      <xsl:if test="normalize-space($partner/a:name)">
        <dt><xsl:value-of select="l:message('report.partner')"/></dt>
        <dd><xsl:apply-templates select="$partner" mode="name"/></dd>
      </xsl:if>
      <xsl:if test="normalize-space($solution/a:name)">
        <dt><xsl:value-of select="l:message('report.solution')"/></dt>
        <dd><xsl:apply-templates select="$solution" mode="name"/></dd>
      </xsl:if>
      <xsl:call-template name="chosen">
        <xsl:with-param name="label" select="'report.field-categories'"/>
        <xsl:with-param name="options" select="$solution/a:category"/>
      </xsl:call-template>
      <xsl:call-template name="chosen">
        <xsl:with-param name="label" select="'report.field-deployment-models'"/>
        <xsl:with-param name="options" select="$solution/a:deployment-model"/>
      </xsl:call-template>
      <dt><xsl:value-of select="l:message('mail.checklist-version')"/></dt>
      <dd><xsl:value-of select="l:message('report.apart', string($program/@version), l:date(string($program/@date)))"/></dd>
      <dt><xsl:value-of select="l:message('report.day')"/></dt>
      <dd><xsl:call-template name="date"><xsl:with-param name="date" select="$day"/></xsl:call-template></dd>
      <dt><xsl:value-of select="l:message('report.language-of-answers')"/></dt>
      <dd><xsl:call-template name="answer-languages"/></dd>
    </dl>
  </xsl:template>

  <!-- Not as a list: names of categories have commas of their own. Those that have subcategories stand on lines of their own. -->
  <xsl:template name="chosen">
    <xsl:param name="label"/>
    <xsl:param name="options"/>
    <xsl:if test="$options">
      <dt><xsl:value-of select="l:message($label, count($options))"/></dt>
      <dd>
        <xsl:for-each select="$options">
          <xsl:choose>
            <xsl:when test="position() &gt; 1 and $options/a:subcategory"><br/></xsl:when>
            <xsl:when test="position() &gt; 1"><xsl:value-of select="$apart"/></xsl:when>
          </xsl:choose>
          <xsl:apply-templates select="." mode="chosen"/>
        </xsl:for-each>
      </dd>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*" mode="chosen"><xsl:apply-templates select="." mode="name"/></xsl:template>
  <xsl:template match="a:category[a:subcategory]" mode="chosen">
    <xsl:variable name="name"><xsl:apply-templates select="." mode="name"/></xsl:variable>
    <xsl:call-template name="labelled">
      <xsl:with-param name="label" select="string($name)"/>
      <xsl:with-param name="value"><xsl:call-template name="names"><xsl:with-param name="of" select="a:subcategory"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="names">
    <xsl:param name="of"/>
    <xsl:for-each select="$of">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$apart"/></xsl:if>
      <xsl:apply-templates select="." mode="name"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Case studies -->

  <xsl:template name="case-studies">
    <xsl:if test="$case-studies">
      <h2><xsl:value-of select="l:message('mail.case-studies', count($case-studies))"/></h2>
      <ol><xsl:for-each select="$case-studies"><li><xsl:call-template name="case-study"/></li></xsl:for-each></ol>
    </xsl:if>
  </xsl:template>

  <xsl:template name="case-study">
    <!-- that of the solution goes for a case study that does not say its own, unless it would have to choose -->
    <xsl:variable name="own" select="key('model', @deployment-model)"/>
    <xsl:variable name="model" select="$own | key('model', $solution[not($own) and count(a:deployment-model) = 1]/a:deployment-model/@ref)"/>
    <xsl:variable name="other-status" select="a:status[normalize-space() and normalize-space() != 'production']"/>
    <xsl:variable name="since" select="a:production-date[normalize-space() and not($other-status)]"/>
    <strong><xsl:apply-templates select="." mode="name"/></strong>
    <xsl:if test="$model or $since or $other-status"><br/></xsl:if>
    <xsl:if test="$model">
      <xsl:call-template name="labelled">
        <xsl:with-param name="label" select="l:message('report.field-deployment-models', count($model))"/>
        <xsl:with-param name="value"><xsl:apply-templates select="$model" mode="name"/></xsl:with-param>
      </xsl:call-template>
      <xsl:if test="$since or $other-status"><xsl:value-of select="$apart"/></xsl:if>
    </xsl:if>
    <xsl:if test="$since"><xsl:value-of select="l:message('mail.in-production', l:date(normalize-space($since)))"/></xsl:if>
    <xsl:if test="$other-status">
      <xsl:call-template name="labelled">
        <xsl:with-param name="label" select="l:message('report.field-status')"/>
        <xsl:with-param name="value" select="l:message(concat('report.status-', normalize-space($other-status)))"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:variable name="subcategories" select="key('subcategory', str:tokenize(@subcategories))"/>
    <xsl:if test="$subcategories">
      <br/>
      <xsl:call-template name="labelled">
        <xsl:with-param name="label" select="l:message('report.field-subcategories', count($subcategories))"/>
        <xsl:with-param name="value"><xsl:call-template name="names"><xsl:with-param name="of" select="$subcategories"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="normalize-space(a:public-link)">
      <br/>
      <xsl:call-template name="labelled">
        <xsl:with-param name="label" select="l:message('report.field-public-link')"/>
        <xsl:with-param name="value"><xsl:call-template name="address"><xsl:with-param name="address" select="normalize-space(a:public-link)"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="@reused = 'yes'"><br/><xsl:value-of select="l:message('report.field-reused')"/></xsl:if>
  </xsl:template>

  <!-- Attachments -->

  <xsl:template name="attachments">
    <xsl:variable name="files" select="$mail/d:attachment"/>
    <xsl:if test="$files">
      <xsl:variable name="size"><xsl:call-template name="size"><xsl:with-param name="bytes" select="sum($files/@size)"/></xsl:call-template></xsl:variable>
      <h2><xsl:value-of select="l:message('mail.attachments', count($files))"/></h2>
      <p><xsl:value-of select="l:message('mail.attachments-lead', count($files), string($size))"/></p>
      <ul class="files"><xsl:for-each select="$files"><li><xsl:call-template name="attachment"/></li></xsl:for-each></ul>
    </xsl:if>
  </xsl:template>

  <xsl:template name="attachment">
    <strong class="file" translate="no" dir="ltr"><xsl:value-of select="@name"/></strong>
    <br/>
    <xsl:apply-templates select="." mode="what"/>
    <xsl:value-of select="$apart"/>
    <span class="size"><xsl:call-template name="size"><xsl:with-param name="bytes" select="@size"/></xsl:call-template></span>
    <br/>
    <xsl:call-template name="labelled">
      <xsl:with-param name="label" select="l:message('report.evidence-digest')"/>
      <xsl:with-param name="value"><code translate="no"><span><xsl:value-of select="substring(@sha256, 1, 32)"/></span><span><xsl:value-of select="substring(@sha256, 33)"/></span></code></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="d:attachment[@kind = 'report']" mode="what">
    <xsl:variable name="kind"><xsl:call-template name="kind"/></xsl:variable>
    <xsl:value-of select="l:message('mail.in-language', string($kind), l:language-name(string(@xml:lang), true()))"/>
  </xsl:template>
  <xsl:template match="d:attachment[@kind = 'assessment']" mode="what"><xsl:value-of select="l:message('mail.data')"/></xsl:template>
  <xsl:template match="d:attachment | d:link" mode="what">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="title-language"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($own) = $language"><xsl:apply-templates select="." mode="name"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="fill">
          <xsl:with-param name="text" select="l:message('mail.in-language', '&#xE000;', l:language-name(string($own), true()))"/>
          <xsl:with-param name="nodes" select="."/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The title of a piece of evidence is in its language, or in that of the assessment. -->
  <xsl:template match="d:attachment | d:link" mode="title-language">
    <xsl:value-of select="(@xml:lang | $assessment[not(current()/@xml:lang)]/@xml:lang)[1]"/>
  </xsl:template>
  <xsl:template match="d:attachment" mode="name">
    <span class="name" dir="auto" translate="no"><xsl:call-template name="title"/></span>
  </xsl:template>
  <xsl:template match="d:link" mode="name">
    <a href="{@href}" dir="auto" translate="no"><xsl:call-template name="title"/></a>
  </xsl:template>
  <xsl:template name="title">
    <xsl:variable name="own"><xsl:apply-templates select="." mode="title-language"/></xsl:variable>
    <xsl:if test="string($own) != $language"><xsl:attribute name="lang"><xsl:value-of select="$own"/></xsl:attribute></xsl:if>
    <xsl:value-of select="normalize-space(@title)"/>
  </xsl:template>

  <!-- As people count: a kilobyte is 1,000 bytes. What would be rounded to a thousand of one unit is one of the next. -->
  <xsl:template name="size">
    <xsl:param name="bytes"/>
    <xsl:choose>
      <xsl:when test="$bytes &lt; 1000"><xsl:value-of select="l:message('size.bytes', number($bytes))"/></xsl:when>
      <xsl:when test="$bytes &lt; 999500"><xsl:value-of select="l:message('size.kilobytes', round($bytes div 1000))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="l:message('size.megabytes', round($bytes div 100000) div 10)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="links">
    <xsl:if test="$mail/d:link">
      <h2><xsl:value-of select="l:message('mail.links')"/></h2>
      <ul><xsl:for-each select="$mail/d:link"><li><xsl:apply-templates select="." mode="what"/></li></xsl:for-each></ul>
    </xsl:if>
  </xsl:template>

  <!-- What happens next -->

  <xsl:template name="next">
    <xsl:variable name="time" select="$program/p:thresholds/p:threshold[@unit = 'business-day'][1]"/>
    <xsl:variable name="email" select="$contact/a:email[normalize-space()]"/>
    <xsl:variable name="phone" select="$contact/a:phone[normalize-space()]"/>
    <h2><xsl:value-of select="l:message('mail.next')"/></h2>
    <p>
      <xsl:choose>
        <xsl:when test="$time and $mail/@answer-by"><xsl:value-of select="l:message('mail.answer', number($time/@value), l:date(string($mail/@answer-by)))"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="l:message('mail.answer-undated')"/></xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:if test="$email">
      <p>
        <xsl:call-template name="fill">
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="$phone"><xsl:value-of select="l:message('mail.questions', '&#xE000;', '&#xE001;')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="l:message('mail.questions-email', '&#xE000;')"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
          <xsl:with-param name="nodes" select="$email | $phone"/>
        </xsl:call-template>
      </p>
    </xsl:if>
    <!-- The name is here, as many mail programs fold the signature away. -->
    <p class="closing">
      <xsl:value-of select="l:message('mail.closing')"/>
      <xsl:if test="$contact/a:name[normalize-space()]"><br/><strong><xsl:apply-templates select="$contact/a:name" mode="name"/></strong></xsl:if>
    </p>
  </xsl:template>

  <!-- Escaped, or a "?" in an address would begin headers of the mail that the link opens. -->
  <xsl:template match="a:email" mode="name">
    <xsl:variable name="address" select="normalize-space(.)"/>
    <a href="mailto:{str:encode-uri(substring-before($address, '@'), true())}@{str:encode-uri(substring-after($address, '@'), true())}" translate="no" dir="ltr">
      <xsl:value-of select="$address"/>
    </a>
  </xsl:template>
  <xsl:template match="a:phone" mode="name"><span class="phone" translate="no" dir="ltr"><xsl:value-of select="translate(normalize-space(.), ' ', '&#xA0;')"/></span></xsl:template>
  <xsl:template match="a:website" mode="name"><xsl:call-template name="address"><xsl:with-param name="address" select="normalize-space(.)"/></xsl:call-template></xsl:template>

  <!-- Who writes, a line for each thing that is known. -->
  <xsl:template name="signature">
    <xsl:variable name="lines" select="$contact/*[not(self::a:name)][normalize-space()] | $partner[normalize-space(a:name)] | $partner/a:website[normalize-space()]"/>
    <xsl:if test="$lines">
      <footer class="signature">
        <p>
          <xsl:apply-templates select="$lines" mode="line">
            <!-- the partner's name between what the contact is and where to reach it -->
            <xsl:sort select="number(boolean(self::a:partner)) + 2 * number(boolean(self::a:email | self::a:phone)) + 3 * number(boolean(self::a:website))" data-type="number"/>
          </xsl:apply-templates>
        </p>
      </footer>
    </xsl:if>
  </xsl:template>
  <xsl:template match="*" mode="line">
    <xsl:if test="position() &gt; 1"><br/></xsl:if>
    <xsl:apply-templates select="." mode="name"/>
  </xsl:template>
</xsl:stylesheet>

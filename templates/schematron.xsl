<?xml version="1.0" encoding="UTF-8"?>
<!-- Compiles an ISO Schematron schema (ISO/IEC 19757-3:2016, queryBinding="xslt") to an XSLT 1.0 stylesheet that writes SVRL
     (annex D there).

     For each pattern the nodes that its rules' contexts match are selected at once, in document order, and the first rule that
     matches a node gets it: a pattern of several rules is a mode. That is one pass for each pattern, without visiting every node of
     the document.

     Supported: schema, title, p, ns, let (of a schema, a pattern, a rule), pattern (abstract with is-a and param), rule (abstract
     with extends), assert, report, value-of, name, diagnostics, properties, and id, role, flag, subject. XSLT's key, template,
     variable, param and decimal-format may stand in the schema, XSLT instructions in a property or diagnostic.
     Not supported, because no schema here needs it: phases (so all patterns are active), include, extends by href,
     pattern/@documents, let with elements, emph, dir and span, icon, see and fpi. Whatever stands in a schema and is not
     known below ends the compilation with a fault; nothing is left out unsaid.

     The input's elements say their line (at:line), and so do the instructions made of them: src/transform/schematron.c puts it
     there and takes it away again. Faults are elements, <at:fault code="…" what="…" at:line="…"/>, of which that file makes
     diagnostics. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="urn:auditfolio:schematron:out"
                xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
                xmlns:at="urn:auditfolio:schematron" xmlns:str="http://exslt.org/strings"
                xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="sch str exsl">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>

  <xsl:variable name="schema" select="/sch:schema"/>
  <xsl:variable name="abstract-patterns" select="$schema/sch:pattern[@abstract = 'true']"/>
  <xsl:key name="diagnostic" match="sch:diagnostic" use="@id"/>
  <xsl:key name="property" match="sch:property" use="@id"/>

  <xsl:template match="/">
    <xsl:variable name="faults"><xsl:apply-templates select="*" mode="check"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="exsl:node-set($faults)/*"><at:faults><xsl:copy-of select="$faults"/></at:faults></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="$schema"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What may stand where: what matches nothing here is a fault -->

  <xsl:template mode="check" match="/sch:schema |
      sch:schema/sch:title | sch:schema/sch:p | sch:schema/sch:ns | sch:schema/sch:let | sch:schema/sch:pattern |
      sch:schema/sch:diagnostics | sch:schema/sch:properties |
      sch:pattern/sch:title | sch:pattern/sch:p | sch:pattern/sch:let | sch:pattern/sch:rule[not(../@is-a)] |
      sch:pattern[@is-a]/sch:param |
      sch:rule/sch:p | sch:rule/sch:let | sch:rule/sch:assert | sch:rule/sch:report | sch:rule/sch:extends |
      sch:diagnostics/sch:diagnostic | sch:properties/sch:property |
      sch:assert/sch:value-of | sch:report/sch:value-of | sch:diagnostic/sch:value-of | sch:property/sch:value-of |
      sch:assert/sch:name | sch:report/sch:name | sch:diagnostic/sch:name | sch:property/sch:name">
    <xsl:apply-templates select="@* | node()" mode="check"/>
    <xsl:apply-templates select="." mode="lacks"/>
    <xsl:apply-templates select="." mode="refers"/>
  </xsl:template>

  <xsl:template mode="check" match="
      sch:schema/@queryBinding[. = 'xslt'] | sch:schema/@schemaVersion | sch:ns/@prefix | sch:ns/@uri |
      sch:let/@name | sch:let/@value | sch:param/@name | sch:param/@value |
      sch:pattern/@id | sch:pattern/@abstract[not(../@is-a)] | sch:pattern/@is-a |
      sch:rule/@id | sch:rule/@abstract | sch:rule/@context | sch:rule/@role | sch:rule/@flag | sch:rule/@subject |
      sch:extends/@rule |
      sch:assert/@id | sch:assert/@test | sch:assert/@role | sch:assert/@flag | sch:assert/@subject | sch:assert/@diagnostics |
      sch:assert/@properties |
      sch:report/@id | sch:report/@test | sch:report/@role | sch:report/@flag | sch:report/@subject | sch:report/@diagnostics |
      sch:report/@properties |
      sch:diagnostic/@id | sch:property/@id | sch:property/@role | sch:property/@scheme | sch:value-of/@select | sch:name/@path"/>

  <xsl:template mode="check" match="
      sch:title/text() | sch:p/text() | sch:assert/text() | sch:report/text() | sch:diagnostic/text() | sch:property/text()"/>

  <!-- What these hold is libxslt's to judge; attributes of others mean nothing to the standard. -->
  <xsl:template mode="check" match="
      sch:schema/xsl:key | sch:schema/xsl:template | sch:schema/xsl:variable | sch:schema/xsl:param |
      sch:schema/xsl:decimal-format |
      sch:property/xsl:* | sch:diagnostic/xsl:* | @*[namespace-uri()] | comment() | processing-instruction()"/>

  <xsl:template mode="check" match="* | @*" priority="-0.75">
    <xsl:call-template name="fault">
      <xsl:with-param name="code" select="'unsupported'"/>
      <xsl:with-param name="what">
        <xsl:if test="not(self::*)"><xsl:value-of select="concat(name(..), '/@')"/></xsl:if>
        <xsl:value-of select="name()"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>
  <xsl:template mode="check" match="text()" priority="-0.75">
    <xsl:if test="normalize-space()">
      <xsl:call-template name="fault">
        <xsl:with-param name="code" select="'unsupported'"/><xsl:with-param name="what" select="concat(name(..), '/text()')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- unsupported: an element or attribute that is not known there; missing: an attribute; reference: an id that leads nowhere. -->
  <xsl:template name="fault">
    <xsl:param name="code"/>
    <xsl:param name="what"/>
    <at:fault code="{$code}" what="{$what}"><xsl:copy-of select="ancestor-or-self::*[@at:line][1]/@at:line"/></at:fault>
  </xsl:template>

  <!-- The attribute that an element lacks (the first, if it lacks two). -->
  <xsl:template match="*" mode="lacks"/>
  <xsl:template mode="lacks" match="sch:ns[not(@prefix)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'prefix'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:ns[@prefix][not(@uri)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'uri'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:let[not(@name)] | sch:param[not(@name)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'name'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:let[@name][not(@value)] | sch:param[@name][not(@value)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'value'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:assert[not(@test)] | sch:report[not(@test)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'test'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:value-of[not(@select)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'select'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:extends[not(@rule)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'rule'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:rule[not(@abstract = 'true')][not(@context)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'context'"/></xsl:call-template>
  </xsl:template>
  <xsl:template mode="lacks" match="sch:rule[@abstract = 'true'][not(@id)] | sch:pattern[@abstract = 'true'][not(@id)] |
                                      sch:diagnostic[not(@id)] | sch:property[not(@id)]">
    <xsl:call-template name="missing"><xsl:with-param name="attribute" select="'id'"/></xsl:call-template>
  </xsl:template>
  <xsl:template name="missing">
    <xsl:param name="attribute"/>
    <xsl:call-template name="fault">
      <xsl:with-param name="code" select="'missing'"/><xsl:with-param name="what" select="concat(name(), '/@', $attribute)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The ids that lead nowhere. -->
  <xsl:template match="*" mode="refers"/>
  <xsl:template mode="refers" match="sch:pattern[@is-a]">
    <xsl:if test="not($abstract-patterns[@id = current()/@is-a])">
      <xsl:call-template name="nowhere"><xsl:with-param name="id" select="@is-a"/></xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template mode="refers" match="sch:rule[sch:extends]">
    <xsl:call-template name="follow-extends"/>
  </xsl:template>
  <xsl:template mode="refers" match="sch:assert[@diagnostics or @properties] | sch:report[@diagnostics or @properties]">
    <xsl:variable name="element" select="."/>
    <xsl:for-each select="str:tokenize(@diagnostics)">
      <xsl:variable name="id" select="string()"/>
      <xsl:for-each select="$element[not(key('diagnostic', $id))]">
        <xsl:call-template name="nowhere"><xsl:with-param name="id" select="$id"/></xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:for-each select="str:tokenize(@properties)">
      <xsl:variable name="id" select="string()"/>
      <xsl:for-each select="$element[not(key('property', $id))]">
        <xsl:call-template name="nowhere"><xsl:with-param name="id" select="$id"/></xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="nowhere">
    <xsl:param name="id"/>
    <xsl:call-template name="fault">
      <xsl:with-param name="code" select="'reference'"/><xsl:with-param name="what" select="$id"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Every rule that this one extends is there, and none of them extends one that came before. -->
  <xsl:template name="follow-extends">
    <xsl:param name="seen" select="concat(' ', @id, ' ')"/>
    <xsl:for-each select="sch:extends[@rule]">
      <xsl:variable name="rule" select="../../sch:rule[@abstract = 'true'][@id = current()/@rule]"/>
      <xsl:variable name="now" select="concat($seen, @rule, ' ')"/>
      <xsl:if test="not($rule) or contains($seen, concat(' ', @rule, ' '))">
        <xsl:call-template name="nowhere"><xsl:with-param name="id" select="@rule"/></xsl:call-template>
      </xsl:if>
      <xsl:for-each select="$rule[not(contains($seen, concat(' ', @id, ' ')))]">
        <xsl:call-template name="follow-extends"><xsl:with-param name="seen" select="$now"/></xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <!-- Instances of abstract patterns: a copy of those with the parameters put into every attribute -->

  <xsl:template match="node() | @at:*" mode="instance"><xsl:copy-of select="."/></xsl:template>
  <xsl:template match="*" mode="instance">
    <xsl:param name="params"/>
    <xsl:copy>
      <xsl:apply-templates select="@* | node()" mode="instance">
        <xsl:with-param name="params" select="$params"/>
      </xsl:apply-templates>
    </xsl:copy>
  </xsl:template>
  <xsl:template match="@*" mode="instance">
    <xsl:param name="params"/>
    <xsl:attribute name="{name()}">
      <xsl:call-template name="expand">
        <xsl:with-param name="text" select="string()"/><xsl:with-param name="params" select="$params"/>
      </xsl:call-template>
    </xsl:attribute>
  </xsl:template>

  <!-- Text with the parameters put in: $name, whole names only. -->
  <xsl:template name="expand">
    <xsl:param name="text"/>
    <xsl:param name="params"/>
    <xsl:choose>
      <xsl:when test="not(contains($text, '$'))"><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="rest" select="substring-after($text, '$')"/>
        <xsl:variable name="gaps" select="translate($rest, '()[]{}/@,*+=!&lt;&gt;|:&quot;', '                  ')"/>
        <xsl:variable name="name" select='substring-before(concat(translate($gaps, "&apos;", " "), " "), " ")'/>
        <xsl:variable name="param" select="$params[@name = $name]"/>
        <xsl:value-of select="substring-before($text, '$')"/>
        <xsl:choose>
          <xsl:when test="$param"><xsl:value-of select="$param/@value"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat('$', $name)"/></xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="expand">
          <xsl:with-param name="text" select="substring($rest, string-length($name) + 1)"/>
          <xsl:with-param name="params" select="$params"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Text -->

  <!-- Text that goes into an attribute value template as it is. -->
  <xsl:template name="literal">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="contains($text, '{') or contains($text, '}')">
        <xsl:value-of select="str:replace(str:replace($text, '{', '{{'), '}', '}}')"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "y" if brackets and quotation marks are in pairs. -->
  <xsl:template name="balanced">
    <xsl:param name="text"/>
    <xsl:variable name="apostrophes" select='string-length($text) - string-length(translate($text, "&apos;", ""))'/>
    <xsl:variable name="quotes" select="string-length($text) - string-length(translate($text, '&quot;', ''))"/>
    <xsl:if test="string-length(translate($text, '[', '')) = string-length(translate($text, ']', '')) and
                  string-length(translate($text, '(', '')) = string-length(translate($text, ')', '')) and
                  $apostrophes mod 2 = 0 and $quotes mod 2 = 0">y</xsl:if>
  </xsl:template>

  <!-- The expression for all nodes that a match pattern matches: each of its alternatives anywhere in the document. A bar inside
       brackets or quotation marks divides nothing. -->
  <xsl:template name="everywhere">
    <xsl:param name="text"/>
    <xsl:param name="before"/>
    <xsl:variable name="one" select="concat($before, substring-before(concat($text, '|'), '|'))"/>
    <xsl:variable name="balanced">
      <xsl:choose>
        <xsl:when test="not(contains($text, '|'))">y</xsl:when><!-- the last one is, if the whole is -->
        <xsl:otherwise>
          <xsl:call-template name="balanced"><xsl:with-param name="text" select="$one"/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$balanced = 'y'">
      <xsl:variable name="path" select="normalize-space($one)"/>
      <xsl:if test="not(starts-with($path, '/') or starts-with($path, 'key(') or starts-with($path, 'id('))">//</xsl:if>
      <xsl:value-of select="$one"/>
    </xsl:if>
    <xsl:if test="contains($text, '|')">
      <xsl:if test="$balanced = 'y'"> | </xsl:if>
      <xsl:call-template name="everywhere">
        <xsl:with-param name="text" select="substring-after($text, '|')"/>
        <xsl:with-param name="before">
          <xsl:if test="not($balanced = 'y')"><xsl:value-of select="concat($one, '|')"/></xsl:if>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The stylesheet -->

  <xsl:template match="sch:schema">
    <out:stylesheet version="1.0">
      <xsl:attribute name="exclude-result-prefixes">
        <xsl:text>at</xsl:text>
        <xsl:for-each select="sch:ns"><xsl:value-of select="concat(' ', @prefix)"/></xsl:for-each>
      </xsl:attribute>
      <!-- an attribute in a namespace declares it, with the prefix that the schema says -->
      <xsl:for-each select="sch:ns"><xsl:attribute name="{@prefix}:is" namespace="{@uri}"/></xsl:for-each>
      <xsl:copy-of select="xsl:*"/>
      <!-- Parameters, so that whoever runs the rules may set them. -->
      <xsl:for-each select="sch:let">
        <out:param name="{@name}" select="{@value}"><xsl:copy-of select="@at:line"/></out:param>
      </xsl:for-each>
      <xsl:variable name="patterns" select="sch:pattern[not(@abstract = 'true')]"/>
      <out:template match="/">
        <svrl:schematron-output>
          <xsl:for-each select="sch:title">
            <xsl:attribute name="title">
              <xsl:call-template name="literal"><xsl:with-param name="text" select="normalize-space()"/></xsl:call-template>
            </xsl:attribute>
          </xsl:for-each>
          <xsl:copy-of select="@schemaVersion"/>
          <xsl:for-each select="sch:ns"><svrl:ns-prefix-in-attribute-values prefix="{@prefix}" uri="{@uri}"/></xsl:for-each>
          <xsl:for-each select="$patterns"><out:call-template name="pattern-{position()}"/></xsl:for-each>
        </svrl:schematron-output>
      </out:template>
      <xsl:for-each select="$patterns">
        <xsl:variable name="mode" select="concat('pattern-', position())"/>
        <xsl:variable name="instance">
          <xsl:apply-templates select="$abstract-patterns[@id = current()/@is-a]" mode="instance">
            <xsl:with-param name="params" select="sch:param"/>
          </xsl:apply-templates>
        </xsl:variable>
        <xsl:call-template name="pattern">
          <xsl:with-param name="mode" select="$mode"/>
          <xsl:with-param name="from" select="self::*[not(@is-a)] | exsl:node-set($instance)/sch:pattern"/>
        </xsl:call-template>
      </xsl:for-each>
      <!-- Where a node is: /*[1]/*[2]/@name -->
      <out:template match="/" mode="svrl-location"/>
      <out:template match="*" mode="svrl-location">
        <out:apply-templates select=".." mode="svrl-location"/>
        <out:value-of select="concat('/*[', count(preceding-sibling::*) + 1, ']')"/>
      </out:template>
      <out:template match="@*" mode="svrl-location">
        <out:apply-templates select=".." mode="svrl-location"/>
        <out:value-of select="concat('/@', name())"/>
      </out:template>
      <out:template match="text() | comment() | processing-instruction()" mode="svrl-location">
        <out:apply-templates select=".." mode="svrl-location"/>
        <out:value-of select="concat('/node()[', count(preceding-sibling::node()) + 1, ']')"/>
      </out:template>
    </out:stylesheet>
  </xsl:template>

  <!-- A pattern: `from` holds its rules, which is another one if it is an instance of an abstract pattern. -->
  <xsl:template name="pattern">
    <xsl:param name="mode"/>
    <xsl:param name="from"/>
    <!-- its own lets come after, so that they may use the others -->
    <xsl:variable name="lets" select="$from/sch:let | self::*[@is-a]/sch:let"/>
    <xsl:variable name="rules" select="$from/sch:rule[not(@abstract = 'true')]"/>
    <out:template name="{$mode}">
      <svrl:active-pattern>
        <xsl:copy-of select="@id"/>
        <xsl:for-each select="(sch:title | $from/sch:title[not(current()/sch:title)])[1]">
          <xsl:attribute name="name">
            <xsl:call-template name="literal"><xsl:with-param name="text" select="normalize-space()"/></xsl:call-template>
          </xsl:attribute>
        </xsl:for-each>
      </svrl:active-pattern>
      <xsl:apply-templates select="$lets"/>
      <xsl:variable name="contexts">
        <xsl:for-each select="$rules">
          <xsl:if test="position() &gt; 1"> | </xsl:if>
          <xsl:call-template name="everywhere"><xsl:with-param name="text" select="@context"/></xsl:call-template>
        </xsl:for-each>
      </xsl:variable>
      <xsl:choose>
        <!-- one rule needs no matching, which libxslt does slowly where steps have several predicates -->
        <xsl:when test="count($rules) = 1">
          <out:for-each select="{$contexts}">
            <xsl:copy-of select="$rules/@at:line"/>
            <xsl:for-each select="$rules"><xsl:call-template name="rule"/></xsl:for-each>
          </out:for-each>
        </xsl:when>
        <xsl:when test="$rules">
          <out:apply-templates select="{$contexts}" mode="{$mode}">
            <xsl:copy-of select="@at:line"/>
            <xsl:for-each select="$lets"><out:with-param name="{@name}" select="${@name}"/></xsl:for-each>
          </out:apply-templates>
        </xsl:when>
      </xsl:choose>
    </out:template>
    <xsl:for-each select="$rules[last() &gt; 1]">
      <xsl:call-template name="rule-template">
        <xsl:with-param name="mode" select="$mode"/>
        <xsl:with-param name="priority" select="last() - position() + 1"/>
        <xsl:with-param name="lets" select="$lets"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- The first rule that matches is the one with the highest priority. -->
  <xsl:template name="rule-template">
    <xsl:param name="mode"/>
    <xsl:param name="priority"/>
    <xsl:param name="lets"/>
    <out:template match="{@context}" mode="{$mode}" priority="{$priority}">
      <xsl:copy-of select="@at:line"/>
      <xsl:for-each select="$lets"><out:param name="{@name}"/></xsl:for-each>
      <xsl:call-template name="rule"/>
    </out:template>
  </xsl:template>

  <xsl:template name="rule">
    <xsl:variable name="balanced">
      <xsl:if test="contains(@context, '|')">
        <xsl:call-template name="balanced"><xsl:with-param name="text" select="@context"/></xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <!-- XSLT 1.0 has no variables in match patterns; and where brackets stand alone in a string, bars cannot be told apart. -->
    <xsl:if test="contains(@context, '|') and $balanced != 'y' or contains(@context, '$')">
      <xsl:call-template name="fault">
        <xsl:with-param name="code" select="'unsupported'"/>
        <xsl:with-param name="what" select="concat(name(), '/@context=', @context)"/>
      </xsl:call-template>
    </xsl:if>
    <svrl:fired-rule>
      <xsl:attribute name="context">
        <xsl:call-template name="literal"><xsl:with-param name="text" select="@context"/></xsl:call-template>
      </xsl:attribute>
      <xsl:copy-of select="@id | @role | @flag"/>
    </svrl:fired-rule>
    <xsl:apply-templates select="sch:let | sch:extends | sch:assert | sch:report">
      <xsl:with-param name="rule" select="."/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="sch:let">
    <out:variable name="{@name}" select="{@value}"><xsl:copy-of select="@at:line"/></out:variable>
  </xsl:template>

  <!-- What an abstract rule holds, in the place of this. -->
  <xsl:template match="sch:extends">
    <xsl:param name="rule"/>
    <xsl:variable name="extended" select="../../sch:rule[@abstract = 'true'][@id = current()/@rule]"/>
    <xsl:apply-templates select="$extended/sch:let | $extended/sch:extends | $extended/sch:assert | $extended/sch:report">
      <xsl:with-param name="rule" select="$rule"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- An assert speaks if its test fails, a report if it holds. -->
  <xsl:template match="sch:assert">
    <xsl:param name="rule"/>
    <out:if test="not({@test})">
      <xsl:copy-of select="@at:line"/>
      <svrl:failed-assert>
        <xsl:call-template name="finding"><xsl:with-param name="rule" select="$rule"/></xsl:call-template>
      </svrl:failed-assert>
    </out:if>
  </xsl:template>
  <xsl:template match="sch:report">
    <xsl:param name="rule"/>
    <out:if test="{@test}">
      <xsl:copy-of select="@at:line"/>
      <svrl:successful-report>
        <xsl:call-template name="finding"><xsl:with-param name="rule" select="$rule"/></xsl:call-template>
      </svrl:successful-report>
    </out:if>
  </xsl:template>

  <xsl:template name="finding">
    <xsl:param name="rule"/>
    <xsl:variable name="subject" select="@subject | $rule/@subject[not(current()/@subject)]"/>
    <xsl:copy-of select="@id | @role | @flag"/>
    <xsl:attribute name="test">
      <xsl:call-template name="literal"><xsl:with-param name="text" select="@test"/></xsl:call-template>
    </xsl:attribute>
    <!-- The subject is what the finding is about; the context if there is none. -->
    <out:attribute name="location">
      <out:apply-templates select="." mode="svrl-location">
        <xsl:if test="$subject">
          <xsl:attribute name="select">
            <xsl:value-of select="concat('(', $subject, ' | self::node()[not(', $subject, ')])[1]')"/>
          </xsl:attribute>
        </xsl:if>
      </out:apply-templates>
    </out:attribute>
    <!-- in the order in which they are named -->
    <xsl:for-each select="str:tokenize(@diagnostics)">
      <xsl:variable name="id" select="string()"/>
      <xsl:for-each select="$schema"><xsl:apply-templates select="key('diagnostic', $id)"/></xsl:for-each>
    </xsl:for-each>
    <xsl:for-each select="str:tokenize(@properties)">
      <xsl:variable name="id" select="string()"/>
      <xsl:for-each select="$schema"><xsl:apply-templates select="key('property', $id)"/></xsl:for-each>
    </xsl:for-each>
    <svrl:text><xsl:apply-templates mode="content"/></svrl:text>
  </xsl:template>

  <xsl:template match="sch:diagnostic">
    <svrl:diagnostic-reference diagnostic="{@id}">
      <svrl:text><xsl:apply-templates mode="content"/></svrl:text>
    </svrl:diagnostic-reference>
  </xsl:template>
  <xsl:template match="sch:property">
    <svrl:property-reference property="{@id}">
      <xsl:copy-of select="@role | @scheme"/>
      <svrl:text><xsl:apply-templates mode="content"/></svrl:text>
    </svrl:property-reference>
  </xsl:template>

  <!-- Content: words and values. White space is folded, as the lines of a schema are broken anywhere. -->

  <xsl:template match="text()" mode="content">
    <xsl:variable name="words" select="normalize-space()"/>
    <xsl:variable name="plain" select="translate(., '&#9;&#10;&#13;', '   ')"/>
    <xsl:variable name="first" select="preceding-sibling::* and starts-with($plain, ' ')"/>
    <xsl:variable name="last" select="following-sibling::* and $words and substring($plain, string-length($plain)) = ' '"/>
    <xsl:if test="$words or $first and following-sibling::*">
      <out:text>
        <xsl:if test="$first"><xsl:text> </xsl:text></xsl:if>
        <xsl:value-of select="$words"/>
        <xsl:if test="$last"><xsl:text> </xsl:text></xsl:if>
      </out:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="sch:value-of" mode="content">
    <out:value-of select="{@select}"><xsl:copy-of select="@at:line"/></out:value-of>
  </xsl:template>
  <xsl:template match="sch:name" mode="content">
    <out:value-of select="name({@path})"><xsl:copy-of select="@at:line"/></out:value-of>
  </xsl:template>
  <xsl:template match="xsl:*" mode="content"><xsl:copy-of select="."/></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="content"/>
</xsl:stylesheet>

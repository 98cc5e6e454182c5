"""English: its words, dates, typography and vocabulary."""

from __future__ import annotations

from msgspec.structs import replace

from builder.languages.changes import ChangeWords
from builder.languages.labels import Labels, ReleaseWords
from builder.languages.language import (
    Cues,
    Dates,
    Drafting,
    Language,
    Numbers,
    Sentences,
    Style,
    Typography,
    Vocabulary,
)
from builder.languages.speech import Speech
from builder.languages.titles import Titles
from builder.languages.verbs import is_sentence

_BRITISH = Language(
    tag="en",
    names={
        "english": "en",
        "british english": "en-GB",
        "uk english": "en-GB",
        "english (uk)": "en-GB",
        "american english": "en-US",
        "us english": "en-US",
        "english (us)": "en-US",
    },
    labels=Labels(
        policy_brief="Policy brief",
        memo="Memo",
        information_memo="Information memo",
        decision_memo="Decision memo",
        slides="Slides",
        one_page_summary="One-page summary",
        draft="Draft",
        review="For review",
        final="Final",
        unrestricted="Unrestricted edition",
        version="Version {version}",
        date_not_set="Date not set",
        not_set="Not set",
        not_stated="not stated",
        embargo="Embargoed until {moment}",
        to="TO",
        from_="FROM",
        cc="CC",
        date_line="DATE",
        subject="SUBJECT",
        author="Author",
        authors="Authors",
        partner="Partner",
        partners="Partners",
        many_sources="{count} sources",
        bottom_line="Bottom line",
        conclusion="Conclusion",
        ask="Ask",
        approve="Approve",
        disapprove="Disapprove",
        discuss="Discuss",
        decision_name="Name",
        decision_title="Title",
        decision_date="Date",
        contents="Contents",
        key_messages="Key messages",
        key_figures="Key figures",
        glance="The claims at a glance",
        claim_and_reason="Claim and reason",
        certainty_in_source="Certainty in the source",
        certainty_in_sources="Certainty in the sources",
        same_numbers="Numbers {numbers} are the same in the memo and the one-page summary.",
        context="Context",
        why_now="Why now",
        map="Argument map",
        map_title="The argument at a glance",
        map_alt="{kind}: {title}. {arrows}Details in the text.",
        map_alt_long="{kind}, its columns from left to right: {columns}. {arrows}Details in the text.",
        the_event="the event",
        to_event="to the event",
        to_nodes="to {nodes}",
        node_group="{nodes} as a group",
        leads="{sources} leads {to}",
        lead="{sources} lead {to}",
        leads_possibly="{sources} possibly leads {to}",
        lead_possibly="{sources} possibly lead {to}",
        causes="Causes",
        event="Event",
        effects="Effects",
        possible_effects="Possible effects",
        stated_outright="Stated outright",
        hedged="Hedged or suggested",
        solid_line="Solid line: stated outright",
        dashed_line="Dashed line: hedged or suggested",
        no_pairs="No effect is paired with one response.",
        figure="Figure\u00a0{number}",
        table="Table\u00a0{number}",
        box="Box\u00a0{number}",
        box_case="Case study",
        box_method="Method",
        box_definition="Definition",
        chart_bar="Bar chart",
        chart_column="Column chart",
        chart_grouped="Grouped column chart",
        chart_stacked="Stacked bar chart",
        chart_percent="Stacked bar chart of 100 percent",
        chart_line="Line chart",
        chart_area="Area chart",
        chart_dot="Dot chart",
        chart_slope="Slope chart",
        chart_waterfall="Waterfall chart",
        chart_multiples="Bar charts side by side",
        chart_between="between {low} ({at_low}) and {high} ({at_high})",
        chart_rises="rising from {first} ({from_}) to {last} ({to})",
        chart_falls="falling from {first} ({from_}) to {last} ({to})",
        axis_begins="The axis begins at {value}.",
        asserted="Asserted",
        qualified="Qualified",
        possible="Possible",
        asserted_meaning="The source states it as fact.",
        asserted_meaning_many="The sources state it as fact.",
        qualified_meaning="The source states it, but softens how or why.",
        qualified_meaning_many="The sources state it, but soften how or why.",
        possible_meaning="The source says it may, could or might be so.",
        possible_meaning_many="The sources say it may, could or might be so.",
        in_the_source="{word} in the source",
        in_the_sources="{word} in the sources",
        according_to="{word}, per {who}",
        attribution="Per {who}",
        with_cue="{statement} (“{cue}”)",
        also_here="Also in this part",
        for_comparison="For comparison",
        percentage_points="percentage points",
        breakdown="Breakdown of {total}",
        how_firm="How firm",
        three_marks="How firm is it? The three marks",
        confidence="Our confidence: {level}",
        confidence_with_basis="Our confidence: {level} ({basis})",
        high="high",
        moderate="moderate",
        low="low",
        claim="Claim",
        source_statement="Source statement",
        example="Example",
        data="Data",
        quote="Quotation",
        expert_view="Expert view",
        our_reading="Our reading:",
        source_reading="The source’s reading:",
        sources_reading="The sources’ reading:",
        against_it="Against it:",
        options="Options",
        option="Option",
        option_pros="For",
        option_cons="Against",
        recommended="Recommended",
        best_marked="Bold: the best by its criterion.",
        suggested_responses="Suggested responses",
        recommendations="Recommendations",
        mixed_responses="Suggestions and recommendations",
        response="Response",
        responses="Responses",
        recommendation="Recommendation",
        who_suggests_it="Who suggests it",
        response_basis="Basis",
        by_the_source="Suggested by the source",
        by_the_sources="Suggested by the sources",
        by_us="Our recommendation",
        suggestions_are_theirs="The suggestions are the source’s, not ours.",
        suggestions_are_theirs_many="The suggestions are the sources’, not ours.",
        owner="Owner",
        timing="Timing",
        owner_and_timing_not_stated="Owner and timing: not stated",
        cost="Cost",
        measure="Measure of success",
        more_in_memo="and {count} more in the memo",
        and_more="and {count} more",
        to_all="General",
        risks="Risks",
        risk="Risk",
        mitigation="What would help",
        likelihood="Likelihood",
        impact="Impact",
        limits="What remains open",
        limit_missing="Not said",
        limit_open="Left open",
        limit_tension="Tension",
        source="Source",
        sources="Sources",
        sources_and_notes="Sources and reading notes",
        untitled="Untitled source",
        part_author="author",
        part_publisher="publisher",
        part_date="date",
        not_given="{parts} not given",
        volume="vol.\u00a0{number}",
        issue="no.\u00a0{number}",
        page="p.\u00a0{numbers}",
        pages="pp.\u00a0{numbers}",
        accessed="accessed {date}",
        read_as="read as {file}",
        how_to_read="How to read a reference",
        reading="{ref} means source {source}, section {section}, paragraph {paragraph}.",
        reading_of_one="{ref} means section {section}, paragraph {paragraph}.",
        step_suggested=" (suggested)",
        in_memo="In the memo: {what}",
        argument_many="arguments",
        annex="Annex",
        annex_title="Annex: {title}",
        actors="Actors",
        actor="Actor",
        actor_role="Role",
        sequence="Sequence",
        when="When",
        what="What",
        order_only="Order only, no dates given.",
        order_partly_dated="In order; not all dates are given.",
        glossary="Glossary",
        term="Term",
        definition="Meaning here",
        contact="Contact",
        and_others="{name} and {count} others",
        about_authors="About the authors",
        corresponding="corresponding author",
        further_reading="Further reading",
        imprint="Imprint",
        citation="Suggested citation",
        series="Series",
        place="Place",
        licence="Licence",
        funder="Funding",
        acknowledgements="Acknowledgements",
        online="Online",
        qr_code="QR code: {address}",
        continued="{title} (continued)",
        page_of="Page {page} of {pages}",
        memo_gives_evidence="The memo gives the evidence.",
        notes_purpose="This talk takes about {minutes} minutes.",
        notes_purpose_one="This talk takes about a minute.",
        and_=" and ",
        changes=ChangeWords(
            heading="What changed",
            headline="What changed since {base}",
            version="version {version}",
            previous="the previous version",
            dated="{base} ({date})",
            note="Changed since {base}",
            count=("One change", "{count} changes"),
            same="Nothing has changed",
            changed="changed",
            new="new",
            gone="removed",
            moved="moved",
            former="former {place}",
            firmer="firmer",
            softer="softer",
            place="Where",
            before="Before",
            now="Now",
            title="Title",
            claims="Claims",
            numbers="Numbers",
            other="Other",
        ),
        titles=Titles(
            numbers="two three four five six seven eight nine ten eleven twelve",
            mapped="{event}: {parts}",
            map_causes=("one cause", "{count} causes"),
            map_effects=("one effect", "{count} effects"),
            map_possible=("one possible effect", "{count} possible effects"),
            map_responses=("one response", "{count} responses"),
            answer=("The bottom line rests on one argument", "The bottom line rests on {count} arguments"),
            context=("One point to know first", "{count} points to know first"),
            urgent="{what}, and why now",
            cite="How to cite this brief",
            messages=("One message to take away", "{count} messages to take away"),
            figures=("One figure to keep in mind", "{count} figures to keep in mind"),
            options=("One option", "{count} options"),
            compared=("{what} compared on one criterion", "{what} compared on {count} criteria"),
            changed=("{change} in one year", "{change} in {count} years"),
            weighed="{what}, with what speaks for and against each",
            recommended=("{what}: {options} is recommended", "{what}: {options} are recommended"),
            asked="{what}; the ask is for {option}",
            approving=r"approv\w+ adopt\w* choos\w+ select\w* endors\w+",
            recommendations=("One recommendation", "{count} recommendations"),
            suggestions=("One suggested response", "{count} suggested responses"),
            mixed="{count} suggestions and recommendations",
            owned=("{what}, with an owner", "{what}, each with an owner"),
            dated=("{what}, with a date", "{what}, each with a date"),
            owned_and_dated=("{what}, with an owner and a date", "{what}, each with an owner and a date"),
            risks=("One risk", "{count} risks"),
            countered=("{what}, with a counter-measure", "{what}, each with a counter-measure"),
            some_countered=("{what}, one with a counter-measure", "{what}, {count} with a counter-measure"),
            limits=("One point remains open", "{count} points remain open"),
            limits_sorted="{what}: {kinds}",
            limits_missing=("one is not said", "{count} are not said"),
            limits_ambiguous=("one is left open", "{count} are left open"),
            limits_tension=("one is a tension", "{count} are tensions"),
            sources=("The brief rests on one source", "The brief rests on {count} sources"),
            dated_sources=("{what} from {first}", "{what} from {first} to {last}"),
            actors=("One actor and its role", "{count} actors and their roles"),
            terms=("One term and its meaning here", "{count} terms and their meaning here"),
            years=("Events in {first}", "Events from {first} to {last}"),
            spanned="From {begin} in {first} to {end} in {last}",
            steps=("One step", "{count} steps in their order"),
        ),
        speech=Speech(
            leads_on=": ",
            quoted="“{words}”",
            named="{name} ({beside})",
            draws_on="The brief draws on {sources}",
            draws_on_one="The brief draws on one source",
            comes_from="This comes from {sources}",
            rests_on="The claim rests on {sources}",
            the_source="the source",
            the_sources="the sources",
            asserted="This is said outright by {who}",
            qualified="This is said by {who}, but how or why is put with caution",
            possible="This is called possible by {who}",
            cue="The wording is “{cue}”",
            confidence="Our own confidence in this is {level}",
            ours="The conclusion is our own reading",
            theirs="The conclusion follows {who}",
            parts="The argument goes through {parts}",
            firmness="This is how firmly the claims are made",
            levels=("{claims} outright", "{claims} with caution", "{claims} only as possible"),
            ask="What we ask of you is this",
            why_now="Why does this matter now?",
            objection="There is an objection to this",
            claim_of="Let me take {number}",
            column="Under {head} the figure shows {nodes}",
            columns="From left to right, the columns are {columns}",
            extremes="In {column}, the largest entry is {high} ({most}), the smallest {low} ({least})",
            picture="The picture shows this",
            chart="The numbers are these",
            quotation="These are the words of {who}",
            pros="For it",
            cons="Against it",
            rated="In the comparison, {option} has these entries",
            rating="{criterion}, {rating}",
            best="By {criteria}, no other option is better",
            step="{when} – {what}",
            owner="Who acts",
            timing="When",
            unowned="Neither who acts nor when is stated",
            cost="This is what it costs",
            measure="This is how success is measured",
            mitigation="This would help",
            missing="Not everything is stated",
            unsettled="Not everything is settled",
            references="A number in square brackets on a slide leads to this list",
            cited_for="{source} is cited for {claims}",
            term="{term} means",
            contact="Questions can go to this address",
            course="This is how it runs",
            ranked="The highest is {at_high} with {high}, the lowest {at_low} with {low}",
            belongs="It belongs with {place}",
            follows="This is what follows from it",
            read_row="Read across the row {row}",
            actions="This is what should be done",
            events="In order, these are the events",
            objections="In the discussion, be ready for what speaks against the claims",
            least_firm="{claim} is no more than possible",
            ask_at_end="At the end I will ask this of you",
            ask_again="Before we discuss it, here again is what we ask of you",
            answer_again="To come back to the answer",
            questions="I am glad to take your questions",
            recalled="This is what we have seen so far",
            numbered="Each claim has a number, so that you can name it in your questions",
            reference="This slide is for reference",
            continued="This slide continues the one before",
            to_bottom_line="Let me begin with the answer",
            to_key_messages="Next come the messages to take away",
            to_key_figures="Next come the figures to keep in mind",
            to_context="Now to the background",
            to_map="The next slide shows the argument in one picture",
            to_part="That brings us to the next part, “{title}”",
            to_first="Now to the first {point}",
            to_next="That leads to the next {point}",
            to_last="That leads to the last {point}",
            to_only="Here is the {point}",
            cause="cause",
            effect="effect",
            point="point",
            to_table="The next slide has a table",
            to_figure="The next slide has a picture",
            to_chart="The next slide has a chart",
            to_box="A short aside follows",
            to_quote="A quotation follows",
            to_options="Now to the options",
            to_responses="That raises the question of what to do",
            to_risks="Now to the risks",
            to_limits="That leaves what is still open",
            to_sources="Now to the sources",
            to_timeline="The next slide puts the events in order",
            to_reference="The next slide is for reference",
            to_continued="The next slide continues this one",
            to_appendix="What follows is an annex",
        ),
    ),
    dates=Dates(
        months="January February March April May June July August September October November December",
        day="{day} {month} {year}",
        month="{month} {year}",
        moment="{date}, {time} {zone}",
        quarter="Q{quarter} {year}",
    ),
    numbers=Numbers(
        locale="409",
        orders="percent|per cent|thousand|million|billion",
        singulars={"percentage points": "percentage point", "points": "point"},
        group=",",
        equals="is was are were at of totals totalled",
    ),
    typography=Typography(
        quotes=("“", "”", "‘", "’"),
        before_number="Figure Fig. Table Section Chapter Annex Article Art. No. Nos. Vol. p. pp. §",
        after_number="""
            thousand million billion trillion bn per_cent percent percentage_points percentage_point hour
            hours day days week weeks month months year years tonnes tons miles acres hectares gallons dollars
            euros pounds
        """,
        tight_dash="—",
    ),
    sentences=Sentences(
        abbreviations="e.g i.e approx resp mt gen col sen rep gov pres hon",
        before_number="""
            no nos vol art arts fig figs tab sec secs para paras ch p pp ed eds jan feb mar apr jun jul aug
            sep sept oct nov dec
            """,
        first_words="""
            The This That These Those It Its In On At As If He She They We You But And So Yet Both For However
            A An No Nor Not By With From After Before When While Since
            """,
    ),
    vocabulary=Vocabulary(
        certainty=r"""
            may might could can would should must will perhaps maybe possibl[ey] possibilit\w+ potential\w*
            probabl[ey] likely unlikely likelihood appear(?:s|ed)? seem(?:s|ed)? suggest\w* indicat\w+
            impl(?:y|ies|ied) expect\w* reported\w* alleged\w* believed? apparent\w* arguabl\w+ presumabl\w+
            tends? often sometimes usually always partly largely mostly mainly about around roughly
            approximately estimated? uncertain\w* certain\w* definite\w* clearly unclear doubt\w* high
            moderate low asserted qualified hedged some many most all few only at_least at_most up_to nearly
            almost less more
        """,
        negations=r"not no nor never none neither nothing nobody without cannot \w+n[’']t",
        totals="total totals grand_total sum change difference balance net",
        codes="code codes postcode postcodes zip id ids ref reference isbn issn isin iban phone telephone",
        numbers=r"""
            two three four five six seven eight nine ten eleven twelve hundred thousand million billion
            trillion half third quarter twice first second percent per_cent
        """,
        small_words="""
            a an and are as at be been by can could did do does for from had has have in into is it its may
            might more not of on or our so such than that the their there these this those to was were will
            with would
            """,
        cardinals="two|both three four five six seven eight nine ten",
        counted="""
            actors actions alternatives arguments causes claims conditions consequences criteria drivers
            effects factors figures findings gaps grounds limits limitations measures objections options
            phases problems proposals questions reasons recommendations responses risks sections sources
            stages steps tables threats uncertainties ways
            """,
    ),
    style=Style(
        hedges=(
            r"\b(?:may|might|could|can|would|should|perhaps|maybe|possibl[ey]|possibilit\w+|potential\w*|probabl[ey]|"
            r"likel\w+|unlikel\w+|appear\w*|seem\w*|suggest\w*|indicat\w+|impl(?:y|ies|ied)|expect\w*|risk\w*|threaten\w*|"
            r"reported\w*|allege\w*|believe\w*|thought|think\w*|argue\w*|claim\w*|apparent\w*|arguabl\w+|presumabl\w+|"
            r"tend\w*|often|sometimes|usually|partly|largely|mostly|mainly|some|about|around|roughly|estimate\w*|"
            r"uncertain\w*|unclear|doubtful\w*|in doubt|hope\w*|plan\w*|if|chance|prospect\w*|conceivabl\w+|"
            r"ostensibl\w+)\b"
        ),
        is_sentence=is_sentence,
        acronyms="""
            AD AI AM AND ASAP BBC BC BCE CD CE CEO CEOS CO COVID CV DC DIY DNA DVD EEA EEC ET EU EUR FAQ FBI
            GBP GDP GMT GPS HIV HR ICT ID IE II III IMF IP IQ IT IV JPY LED LGBT NASA NATO NGO NGOS NO NOT
            OECD OK OPEC OR PC PDF PHD PIN PM PR QR RNA TBA TBC TBD TLP TODO TV UAE UFO UHC UK UN UNESCO
            UNICEF URL US USA USB USD USSR UTC VAT VI VII VIII VIP WHO WIFI WTO XI XXX
            """,
        minor_words="of and for the on in",
        placeholders="todo tbd tbc",
    ),
    cues=Cues(
        hedges=r"""
            may might could(?!_not) possibl[ey] possibilit\w+ potential\w* perhaps maybe likely unlikely
            probabl[ey] suggest\w* appear(?:s|ed)? seem(?:s|ed|ing)? reported\w* allege\w* apparent\w*
            presumabl\w+ arguabl\w+ can_be_seen expected_to would uncertain\w* unclear conceivabl\w+
            preliminary provisional\w*
        """,
        firm=r"""
            will must shall certainly certain definite\w* definitively clearly inevitabl\w+ undoubtedly
            unquestionabl\w+ undeniabl\w+ proves? proved proven always every_time guarantee\w* ensures? cannot
            never (?<!above\s)(?<!after\s)(?<!at\s)all everyone everybody entirely completely
        """,
        denials=r"""
            rather_than instead_of lack\w* absence absent fail\w* refus\w+ reject\w* unable avoid\w*
            prevent\w* hardly barely scarcely little few un(?!de|if|io|iq|it|iv|le|ti)\w{4,}
            in(?:consist|suffic|adequa|complet|effect)\w+ exclud\w+ missing beyond stop\w* end(?:s|ed)
            den(?:y|ies|ied) reluctan\w+ withdr\w+ cancel\w* loss without
        """,
        near="about around roughly approximately nearly almost over under some circa ca more_than less_than",
        joining="and to or",
        ones="one two three four five six seven eight nine",
        numerals="""
            eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18
            nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90
            hundred=100
        """,
        joined="{ten}-{one}",
        ordinals="first second third fourth fifth sixth seventh eighth ninth tenth",
        orders="hundred=2 thousand=3 million=6 millions=6 bn=9 billion=9 billions=9 trillion=12",
        units="""
            second seconds minute minutes hour hours day days week weeks month months year years decade
            decades metre metres meter meters kilometre kilometres kilometer kilometers mile miles foot feet
            tonne tonnes ton tons kilogram kilograms gram grams litre litres liter liters hectare hectares
            acre acres degree degrees
        """,
    ),
    drafting=Drafting(
        untitled="The article",
        picture="A picture from “{title}”",
        possible=r"""
            may might could potential\w* possibl[ey] possibilit\w+ perhaps maybe conceivabl\w+
            uncertain\w*
            """,
        causes="causes? reasons? why drivers? background origins? roots? factors problems? challenges?",
        effects=r"""
            effects? impacts? consequences? results? implications? changed outcomes? costs? risks?
            repercussions follow\w*
            """,
        responses=r"""
            responses? recommend\w+ solutions? resolutions? next_steps outlook next options?
            proposals? measures policy_options way_forward should what_to_do
            """,
        summaries="""
            summary conclusions? abstract key_(?:points|findings|messages)
            in_(?:summary|conclusion|short) at_a_glance
            """,
        questions="why what how who where when which whether",
        connectors="""
            moreover furthermore however also firstly secondly thirdly finally additionally
            in_addition therefore thus hence consequently as_a_result in_summary in_conclusion
            in_short to_sum_up on_a_broader_scale for_example for_instance similarly likewise
            instead meanwhile nevertheless nonetheless overall
            """,
        openers="""
            with as although though while when because despite after before since amid amidst
            given in by to following through within under during from until at on over
            """,
        conditions="if unless provided whether",
        joins="because although whereas while when after before until since",
        lists="and or nor",
        phrases="""
            with despite before since amid within during from until at on over in
            through who which that whose where whom
            """,
        relatives="who which that whose where whom",
        articles="a an the its his her their",
        references="this these that those it they he she its their his her such both here there then",
        authors="by",
    ),
    release=ReleaseWords(
        three_files="Three files that say the same: a memo to edit and file, slides for the meeting, and a "
        "summary on one page.",
        unrestricted="This is the whole brief, with the parts that only some audiences may see.",
        record="record of the build: sizes, hashes, where each statement appears",
        sums="SHA-256 of every file",
        signature="signature of SHA256SUMS",
        check="How to check that nothing was changed",
        with_builder="With policy-brief-builder:",
        without="Without it, in the folder of the unpacked files (Linux; macOS; Windows):",
        on_the_signature="The signature, with OpenSSH:",
        signed="Signed with the key {key}. Compare it with the one that the sender makes known: only then "
        "does the signature show who sent these files.",
        unsigned="This bundle is not signed. The checksums reveal damage, not forgery. To confirm the "
        "sender, ask them, by another route, for the SHA-256 of the zip file.",
        greeting="Dear {name},",
        attached="please find attached “{title}”.",
    ),
)

_AMERICAN = replace(
    _BRITISH,
    dates=replace(_BRITISH.dates, day="{month} {day}, {year}"),
    typography=replace(_BRITISH.typography, dash="—"),
)

LANGUAGE = replace(_BRITISH, regions={"us": _AMERICAN})

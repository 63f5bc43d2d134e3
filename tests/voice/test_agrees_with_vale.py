"""The semantics by which the engine agrees with Vale, one test a promise."""

from tests.voice.linting import lint

VERY = "extends: existence\ntokens:\n  - very"


def test_words_are_bounded_and_nonwords_are_not() -> None:
    assert lint("A very every text.", VERY) == ["1:3 'very'"]
    assert lint("A very every text.", VERY + "\nnonword: true") == ["1:3 'very'", "1:9 'very'"]


def test_raw_entries_are_joined_and_stand_before_the_tokens() -> None:
    rule = "extends: existence\nraw:\n  - 'so '\n  - 'very '\ntokens:\n  - big"
    assert lint("It is so very big and very big.", rule) == ["1:7 'so very big'"]


def test_appended_raw_entries_stand_behind_the_tokens() -> None:
    rule = "extends: existence\nappend: true\nraw:\n  - ' indeed'\ntokens:\n  - big"
    assert lint("It is big indeed, big.", rule) == ["1:7 'big indeed'"]


def test_longer_keys_of_a_substitution_are_tried_first() -> None:
    rule = "extends: substitution\nmessage: \"'%s' not '%s'\"\nswap:\n  data: facts\n  data base: database"
    assert lint("A data base of data.", rule) == ["1:3 'database' not 'data base'", "1:16 'facts' not 'data'"]


def test_groups_in_a_key_do_not_count_and_are_put_into_the_value() -> None:
    rule = "extends: substitution\nmessage: \"'%s' not '%s'\"\nswap:\n  change into (\\w+): change to $1\n  foo: bar"
    assert lint("Please change into green, foo.", rule) == [
        "1:8 'change to green' not 'change into green'",
        "1:27 'bar' not 'foo'",
    ]


def test_bars_part_the_choices_of_a_replacement() -> None:
    rule = """
        extends: substitution
        message: "Use '%s' instead of '%s'."
        action:
          name: replace
        swap:
          kill: stop|exit|end
          foo: bar
    """
    assert lint("To kill a foo.", rule) == [
        "1:4 Use 'stop', 'exit', or 'end' instead of 'kill'.",
        "1:11 Use 'bar' instead of 'foo'.",
    ]


def test_bars_stay_without_a_replacement() -> None:
    rule = "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nswap:\n  kill: stop|exit"
    assert lint("To kill.", rule) == ["1:4 Use 'stop|exit' instead of 'kill'."]


def test_nothing_is_said_of_what_already_is_as_it_should_be() -> None:
    plain = "extends: substitution\nignorecase: true\nswap:\n  github: GitHub"
    assert lint("GitHub and github.", plain) == ["1:12 'GitHub'"]
    pattern = "extends: substitution\nignorecase: true\nswap:\n  caution: (?:Caution|Warning):?"
    assert lint("Caution and caution.", pattern) == ["1:13 '(?:Caution|Warning):?'"]
    choice = "extends: substitution\nnonword: true\naction:\n  name: replace\nswap:\n  ',{2,}': ',|...'"
    assert len(lint("What,,, now", choice)) == 1, "a choice is a text, not a pattern of three signs"


def test_exceptions_heed_case_and_words_and_lie_within_the_match() -> None:
    rule = "extends: existence\nignorecase: true\nnonword: true\nraw:\n  - \\w+ing\\b\nexceptions:\n  - King"
    assert lint("King king Kingking", rule) == ["1:6 'king'", "1:11 'Kingking'"]


def test_an_exception_of_several_words_shields_words_inside_it() -> None:
    rule = "extends: existence\ntokens:\n  - place\nexceptions:\n  - in place"
    assert lint("Leave it in place, a place.", rule) == ["1:22 'place'"]


def test_a_rule_for_text_sees_sentences_too_and_says_each_thing_once() -> None:
    start = "extends: existence\nnonword: true\nraw:\n  - ^So\\b"
    length = "extends: occurrence\nscope: sentence\nmax: 100\ntoken: \\w+"
    text = "So it is. So it was."
    assert lint(text, start) == ["1:1 'So'"]
    assert lint(text, start, length) == ["1:1 'So'", "1:11 'So'"]


def test_a_rule_for_headings_sees_only_the_whole_heading() -> None:
    end = "extends: existence\nscope: heading\nraw:\n  - '\\.$'"
    lettered = "extends: existence\nscope: sentence\ntokens:\n  - lettered"
    assert lint("### a. Parent lettered heading\n", end, lettered) == ["1:15 'lettered'"]


def test_consistency_and_conditions_remember_earlier_blocks() -> None:
    either = "extends: consistency\neither:\n  colour: color"
    assert lint("A colour.\n\nA hue.\n\nA color.", either) == ["5:3 'color'"]
    defined = "extends: conditional\nfirst: \\b([A-Z]{3,5})\\b\nsecond: (?:[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)"
    text = "The World Health Organization (WHO).\n\nThe WHO and the NFL.\n"
    assert lint(text, defined) == ["3:17 'NFL'"]


def test_a_condition_without_a_group_asks_only_that_something_is_there() -> None:
    rule = "extends: conditional\nscope: raw\nfirst: Section\nsecond: 'Summary:'"
    assert lint("# Section\n", rule) == ["1:3 'Section'"]
    assert lint("# Section\n\nSummary: short.\n", rule) == []


def test_four_of_five_words_in_the_right_case_are_enough() -> None:
    rule = "extends: capitalization\nscope: heading\nmatch: $sentence"
    assert lint("# One two three four Five\n", rule) == []
    assert lint("# One two three Four\n", rule) == ["1:3 'One two three Four'"]


def test_words_in_capitals_are_not_exempt() -> None:
    rule = "extends: capitalization\nscope: heading\nmatch: $sentence"
    assert lint("# The USA today\n", rule) == ["1:3 'The USA today'"]
    assert lint("# The USA today\n", rule + "\nexceptions:\n  - USA") == []


def test_what_occurs_not_at_all_is_told_at_the_beginning() -> None:
    rule = "extends: occurrence\nmessage: none\nscope: raw\nmin: 1\ntoken: Intro"
    assert lint("\n\nNo start here.\n", rule) == ["1:1 none"]


def test_what_occurs_too_often_is_told_at_its_first_place() -> None:
    rule = "extends: occurrence\nmessage: '%d commas'\nscope: sentence\nmax: 2\ntoken: ','"
    assert lint("Some. One, two, three, four.", rule) == ["1:10 3 commas"]


def test_words_are_not_repeated_across_the_end_of_a_sentence() -> None:
    rule = "extends: repetition\nignorecase: true\nalpha: true\ntokens:\n  - '[^\\s.!?]+'"
    assert lint("I almost forgot that. That is so. The the end.", rule) == ["1:35 'the'"]


def test_what_is_left_over_for_a_message_is_dropped() -> None:
    assert lint("very", VERY.replace("extends", "message: Do not.\nextends")) == ["1:1 Do not."]
    assert lint("very", VERY.replace("extends", "message: 100%% '%s' '%s'\nextends")) == ["1:1 100% 'very' ''"]


def test_a_line_break_in_a_message_becomes_a_space() -> None:
    assert lint("so\nvery", "extends: existence\ntokens:\n  - so\\svery") == ["1:1 'so very'"]


def test_accepted_words_are_exceptions_of_rules_about_words_only() -> None:
    assert lint("Very very", VERY + "\nignorecase: true", accepted=("Very",)) == ["1:6 'very'"]
    nonword = 'extends: existence\nnonword: true\ntokens:\n  - \'"[^"]+"[.,]\''
    assert lint('Say "plugh", please.', nonword, accepted=("plugh",)) == ["1:5 '\"plugh\",'"]
    assert lint("Very very", VERY + "\nignorecase: true\nvocab: false", accepted=("Very",)) == [
        "1:1 'Very'",
        "1:6 'very'",
    ]

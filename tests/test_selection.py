"""A name that nothing has is a typing error, and stops the run before it passes everything."""

import pytest

from auditor.config import Config, Override
from auditor.errors import ConfigError
from auditor.packs import RuleSet
from auditor.selection import check_rule_names


@pytest.mark.parametrize(
    ("config", "says"),
    [
        (Config(select=("clai",)), "select: no rule is named 'clai'"),
        (Config(ignore=("claim.absolut",)), "did you mean 'claim.absolute'?"),
        (Config(severity=(("readabilty", "off"),)), "severity: no rule"),
        (
            Config(overrides=(Override(("blog",), (("ignore", ("garbel",)),)),)),
            "[[path]] 1: ignore: no rule is named 'garbel'",
        ),
    ],
)
def test_a_name_that_nothing_has_is_refused(rules: RuleSet, config: Config, says: str):
    with pytest.raises(ConfigError) as caught:
        check_rule_names(config, rules)
    assert says in str(caught.value)


def test_rules_categories_families_and_languagetools_own_rules_are_known(rules: RuleSet):
    names = (rules.rules[0].id, "claim", "claim.absolute", "language.spelling.SOME_RULE")
    config = Config(select=names, severity=(("garble.spun-term", "off"),))
    check_rule_names(config, rules)

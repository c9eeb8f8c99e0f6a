"""The words that tables of this room choose from, for doors, which know no tables."""

from .models import BankMatch, HashBank, Rule, Subject

SubjectKind = Subject.Kind
Purpose = HashBank.Purpose
RuleEffect = Rule.Effect
MatchVerdict = BankMatch.Verdict

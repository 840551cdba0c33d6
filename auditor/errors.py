"""The exceptions that a user may meet: one sentence each on what, where and what to do."""


class AuditError(Exception):
    """Anything that ends a command with one clear line and exit code 2."""


class ConfigError(AuditError):
    """A settings file or an option can't be used."""


class RuleError(AuditError):
    """A rule file can't be used; the message names file, rule and key."""


class RegisterError(AuditError):
    """A register of substantiated claims can't be used; the message names file and entry."""


class ModelError(AuditError):
    """The language pipeline can't be loaded."""


class ReadError(AuditError):
    """One article can't be read; the rest of the run goes on."""


class ReportError(AuditError):
    """A report can't be written, or a JSON report can't be read back."""


class ChangesError(AuditError):
    """Git can't say what changed."""


class LanguageToolError(AuditError):
    """LanguageTool is required, but does not answer."""

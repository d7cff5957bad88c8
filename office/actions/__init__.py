"""Writes of accounts, roles, organisations, settings and delegations; sign-in, jobs, opening an office.

Each leaves an audit entry; words of the trail stand in ``office.actions.words``.
"""

from office.actions.accounts import (
    change_password,
    create_officer,
    disable_officer,
    edit_officer,
    enable_officer,
    end_leave,
    grant_role,
    one_time_password,
    reset_password,
    revoke_role,
    set_leave,
    sign_in,
    sign_in_failed,
    sign_out,
)
from office.actions.delegating import delegate, end_delegation
from office.actions.jobs import deliver_outbox, job_finished, job_started, verify_audit
from office.actions.organising import (
    NewOffice,
    create_organisation,
    edit_organisation,
    import_statutes,
    open_office,
    set_options,
)
from office.actions.subscribing import subscribe, unsubscribe
from office.actions.words import FACTS, VALUES, VERBS

__all__ = [
    "FACTS", "VALUES", "VERBS", "NewOffice", "change_password", "create_officer", "create_organisation", "delegate",
    "deliver_outbox", "disable_officer", "edit_officer", "edit_organisation", "enable_officer", "end_delegation", "end_leave", "grant_role",
    "import_statutes", "job_finished", "job_started", "one_time_password", "open_office", "reset_password", "revoke_role",
    "set_leave", "set_options", "sign_in", "sign_in_failed", "sign_out", "subscribe", "unsubscribe", "verify_audit",
]  # fmt: skip

"""Pages that belong to no kind of business: doors, accounts of the administrators, the trail, the jobs."""

from office.views.delegations import delegation_end, delegations
from office.views.doors import csrf_failed, doors, home, matter_door, password, sign_in, sign_out, unsent_pages
from office.views.people import (
    office_options,
    officer,
    officer_disable,
    officer_enable,
    officer_leave,
    officer_new,
    officer_reset,
    officer_roles,
    officers,
    organisation,
    organisation_new,
    organisations,
    role_revoke,
    roles,
)
from office.views.records import articles, audit, audit_verify, health, status

__all__ = [
    "articles", "audit", "audit_verify", "csrf_failed", "delegation_end", "delegations", "doors", "health", "home", "matter_door",
    "office_options", "officer", "officer_disable", "officer_enable", "officer_leave", "officer_new", "officer_reset",
    "officer_roles", "officers", "organisation", "organisation_new", "organisations", "password", "role_revoke", "roles",
    "sign_in", "sign_out", "status", "unsent_pages",
]  # fmt: skip

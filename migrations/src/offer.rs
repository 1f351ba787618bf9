//! Offers: until when each is open, for how long an edition makes them, and why an application was declined.

use sea_orm_migration::prelude::*;

crate::dialect::schema!(
    "m2026_11_28_offer",
    "
ALTER TABLE application ADD COLUMN offer_expires_at {big}
    CHECK ((standing = 'offered') = (offer_expires_at IS NOT NULL));
ALTER TABLE application ADD COLUMN decline_reason text
    CHECK (decline_reason IS NULL OR standing = 'declined')
    CHECK (decline_reason IN ('seats', 'country_share', 'profile', 'language', 'incomplete', 'late', 'other'));
CREATE INDEX application_offer ON application (offer_expires_at) WHERE offer_expires_at IS NOT NULL;

CREATE TABLE offer_rule (
    edition {uuid} PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE,
    hours integer NOT NULL CHECK (hours BETWEEN 1 AND 720)
) {strict};
"
);

"""By what a certificate's file is known: names that stand inside it."""

CREDENTIAL_FILE = "credential.jwt"
FIELD = "Signature"
FIELD_SAYS = "Electronic signature of the issuing service"
MADE_HERE = "Omuzgoh, register of certificates"  # in the metadata, readable without opening anything

"""A QORE portal to develop, demonstrate and test against, with faults to switch on."""

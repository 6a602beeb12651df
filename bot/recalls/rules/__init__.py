"""The rule language of recall files: one class a kind, combined with all_of, any_of and not."""

"""What a photo of a claim shows: read by machine, compared with the claim, told as advice.

`reading` is what the machine read, `elements` finds in it what the recall asks for, `progress`
says which photo is wanted next. These are pure. `worker` keeps the process that reads, which is
`reader`; nothing else imports what is heavy.
"""

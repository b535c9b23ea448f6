"""What a paper says, all of it in words: made once from the engagement, and given to Word and to PDF alike."""

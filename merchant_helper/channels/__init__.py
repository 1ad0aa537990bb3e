"""Know what each place of selling asks for, and write what it takes."""

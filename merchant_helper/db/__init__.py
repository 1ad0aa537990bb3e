"""Keep the data of one folder or one server: places, sessions, migrations, backups."""

"""What people say of times and places: when they want to be reminded, and by whose clock."""

"""How the world gets in and out. Everything here reads through the rooms' queries and writes through their actions."""

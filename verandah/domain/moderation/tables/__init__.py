"""The tables of this room, a file for each kind; `models` names them all."""

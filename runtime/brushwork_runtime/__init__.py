"""The engine under the generated clients: mechanism only; facts reach it as tables (`spec`)."""

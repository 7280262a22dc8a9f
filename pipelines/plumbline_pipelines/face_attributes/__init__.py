"""Attributes of drawn faces: pictures, several labels, a convolutional network."""

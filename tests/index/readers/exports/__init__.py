"""Tests of what people take along of an account: posts, chats, blogs."""

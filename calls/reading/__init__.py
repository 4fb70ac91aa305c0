"""Runs the reader of 榜单 documents in a child process: what a stranger's file does there ends there."""

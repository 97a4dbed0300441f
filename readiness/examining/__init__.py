"""The auditor's room: saved questions, evidence drawn by chance, requests and their answers."""

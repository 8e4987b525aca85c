"""The one-method transport over urllib3, and the exchange of documents with the API."""

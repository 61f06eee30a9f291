//! The folder of results: manifest, tables and pictures, written whole or not at all.

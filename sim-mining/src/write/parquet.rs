//! Parquet: the rows of the CSV in columns, packed by Snappy.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::table::{Cell, Column, Of, cell, columns};
use super::{Counts, Form, Outline, WrittenCase};

/// Rows that are written together: so many are in memory.
const ROWS: usize = 1 << 16;

/// Writes Parquet.
pub struct Parquet<'a> {
    outline: &'a Outline,
    columns: Vec<(Column, Values)>,
    rows: usize,
    /// None once the file is closed.
    to: Option<SerializedFileWriter<&'a mut (dyn Write + Send)>>,
    counts: Counts,
}

/// The values of a column so far: those that are there, and for each row whether one is (1) or not (0).
struct Values {
    kept: Kept,
    there: Vec<i16>,
}

enum Kept {
    Texts(Vec<ByteArray>),
    Moments(Vec<i64>),
    Numbers(Vec<f64>),
}

impl<'a> Parquet<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(outline: &'a Outline, to: &'a mut (dyn Write + Send)) -> io::Result<Parquet<'a>> {
        let columns = columns(outline).into_iter().map(|column| {
            let kept = match column.of {
                Of::Scheduled | Of::Start | Of::Moment | Of::Arrived => Kept::Moments(Vec::new()),
                Of::Amount(_) => Kept::Numbers(Vec::new()),
                _ => Kept::Texts(Vec::new()),
            };
            (column, Values { kept, there: Vec::new() })
        });
        let columns: Vec<(Column, Values)> = columns.collect();
        let fields: Result<Vec<_>, _> =
            columns.iter().map(|(column, values)| field(&column.name, &values.kept)).collect();
        let schema = Type::group_type_builder("log").with_fields(fields.map_err(failed)?).build().map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let to = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Parquet { outline, columns, rows: 0, to: Some(to), counts: Counts::default() })
    }

    /// Writes the rows that are in memory.
    fn write(&mut self) -> Result<(), ParquetError> {
        let Some(to) = &mut self.to else { return Ok(()) };
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = to.next_row_group()?;
        for (_, values) in &mut self.columns {
            let Some(column) = group.next_column()? else { break };
            values.write(column)?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Form for Parquet<'_> {
    fn case(&mut self, case: &WrittenCase<'_>) -> io::Result<()> {
        for entry in &case.entries {
            for (column, values) in &mut self.columns {
                values.add(cell(self.outline, column.of, case, entry));
            }
            self.rows += 1;
            self.counts.events += 1;
        }
        self.counts.cases += 1;
        if self.rows >= ROWS { self.write().map_err(failed) } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<Counts> {
        self.write().map_err(failed)?;
        if let Some(to) = self.to.take() {
            to.close().map_err(failed)?;
        }
        Ok(self.counts)
    }
}

impl Values {
    fn add(&mut self, cell: Cell<'_>) {
        let there = match (&mut self.kept, cell) {
            (Kept::Texts(texts), Cell::Text(text)) => {
                texts.push(ByteArray::from(text));
                1
            }
            (Kept::Texts(texts), Cell::Own(text)) => {
                texts.push(ByteArray::from(text.into_bytes()));
                1
            }
            (Kept::Moments(moments), Cell::Moment(at)) => {
                moments.push(at);
                1
            }
            (Kept::Numbers(numbers), Cell::Amount(hundredths)) => {
                numbers.push(hundredths as f64 / 100.0);
                1
            }
            _ => 0,
        };
        self.there.push(there);
    }

    fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let there = Some(&*self.there);
        match &mut self.kept {
            Kept::Texts(texts) => {
                column.typed::<ByteArrayType>().write_batch(texts, there, None)?;
                texts.clear();
            }
            Kept::Moments(moments) => {
                column.typed::<Int64Type>().write_batch(moments, there, None)?;
                moments.clear();
            }
            Kept::Numbers(numbers) => {
                column.typed::<DoubleType>().write_batch(numbers, there, None)?;
                numbers.clear();
            }
        }
        self.there.clear();
        column.close()
    }
}

fn field(name: &str, kept: &Kept) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match kept {
        Kept::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kept::Moments(_) => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        Kept::Numbers(_) => (Physical::DOUBLE, None),
    };
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    Ok(Arc::new(field.with_logical_type(logical).build()?))
}

/// The error of the disk, where that is what it was.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(inner) => *inner,
            Err(inner) => io::Error::other(inner),
        },
        error => io::Error::other(error),
    }
}
